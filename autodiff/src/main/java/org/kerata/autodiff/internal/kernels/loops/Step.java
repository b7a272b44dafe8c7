package org.kerata.autodiff.internal.kernels.loops;

import org.kerata.autodiff.graph.MultiPointwise;
import org.kerata.autodiff.graph.Pointwise;

/** One step of a list of loops: works on registers, each a block of floats. */
public interface Step {
    /**
     * Does its part for elements {@code at} to {@code at + n} of the iteration.
     *
     * @param registers the blocks
     */
    void run(float[][] registers, long at, int n);

    /** A step that may run beside this one: itself, unless it keeps something between its beginning and its end. */
    default Step own() {
        return this;
    }

    /** One loop. */
    static Step of(Pointwise.Loop loop, int a, int b, int c, int out) {
        return (r, at, n) -> loop.run(r[a], r[b], r[c], r[out], n);
    }

    /** One loop with several outputs, in place. */
    static Step of(MultiPointwise loop, int[] registers) {
        return new Several(loop, registers);
    }

    /** A copy of a register. */
    static Step copy(int from, int to) {
        return (r, at, n) -> System.arraycopy(r[from], 0, r[to], 0, n);
    }
}
