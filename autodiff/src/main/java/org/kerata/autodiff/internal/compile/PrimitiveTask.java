package org.kerata.autodiff.internal.compile;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.internal.kernels.onednn.Primitive;
import org.kerata.autodiff.internal.run.Binding;

/** A task whose slices each run one oneDNN primitive. */
abstract class PrimitiveTask extends Task {
    private @Nullable Primitive[] primitives = {};

    PrimitiveTask(String name, String scope, List<Operand> inputs, List<Operand> outputs) {
        super(name, scope, inputs, outputs);
    }

    /** The primitive for what a slice writes. */
    abstract Primitive create(int slice);

    @Override
    public final long prepare(int slice) {
        if (primitives.length <= slice) {
            primitives = java.util.Arrays.copyOf(primitives, slice + 1);
        }
        if (!isActive(slice)) {
            return 0;
        }
        Primitive p = create(slice);
        primitives[slice] = p;
        return p.scratch() + extraScratch(slice, p);
    }

    /** Scratch memory beyond the primitive's own, which comes first. */
    long extraScratch(int slice, Primitive p) {
        return 0;
    }

    /** The primitive of a slice. */
    final Primitive primitive(int slice) {
        Primitive p = primitives[slice];
        if (p == null) {
            throw new IllegalStateException(name() + " has no primitive for slice " + slice + ".");
        }
        return p;
    }

    /** The scratch memory of the primitive of a slice; null if it needs none. */
    final @Nullable Pointer scratch(Binding b, int slice) {
        long n = primitive(slice).scratch();
        return n == 0 ? null : b.scratch(this, slice, n);
    }

    @Override
    public final boolean staysWithin(int input) {
        return true;
    }

    @Override
    public final boolean staysWithin() {
        return true;
    }

    @Override
    public final boolean isPrimitive() {
        return true;
    }

    @Override
    public String implementation() {
        for (Primitive p : primitives) {
            if (p != null) {
                return p.implementation();
            }
        }
        return "onednn";
    }
}
