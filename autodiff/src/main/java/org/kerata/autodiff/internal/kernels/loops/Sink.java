package org.kerata.autodiff.internal.kernels.loops;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.kerata.autodiff.internal.kernels.Loops;
import org.kerata.autodiff.internal.run.Worker;

/** The sum of all elements of a register over an iteration, kept in lanes as wide as a block, which are folded in double at the end. */
public final class Sink implements Step {
    private static final int BLOCKS_PER_TOTAL = 64;

    private final int register;
    private final FloatBuffer out;
    private final float[] lanes = new float[Worker.BLOCK];
    private double total;
    private int blocks;

    /** A sum of a register. */
    public Sink(int register, FloatBuffer out) {
        this.register = register;
        this.out = out;
    }

    @Override
    public void run(float[][] r, long at, int n) {
        Loops.add(lanes, r[register], lanes, lanes, n);
        if (++blocks == BLOCKS_PER_TOTAL) {
            fold();
        }
    }

    private void fold() {
        for (float lane : lanes) {
            total += lane;
        }
        Arrays.fill(lanes, 0);
        blocks = 0;
    }

    /** Writes the sum, and begins anew. */
    void finish() {
        fold();
        out.put(0, (float) total);
        total = 0;
    }
}
