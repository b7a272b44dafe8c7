package org.kerata.autodiff.internal.run;

import java.util.List;

/** Kernels one after another. */
public final class Sequence implements Kernel {
    private final Kernel[] kernels;

    private Sequence(Kernel[] kernels) {
        this.kernels = kernels;
    }

    /** These kernels as one. */
    public static Kernel of(List<Kernel> kernels) {
        return kernels.size() == 1 ? kernels.get(0) : new Sequence(kernels.toArray(new Kernel[0]));
    }

    @Override
    public void run(Worker w) {
        for (Kernel k : kernels) {
            k.run(w);
        }
    }
}
