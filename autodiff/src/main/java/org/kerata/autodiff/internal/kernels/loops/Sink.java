package org.kerata.autodiff.internal.kernels.loops;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.kerata.autodiff.internal.kernels.Loops;
import org.kerata.autodiff.internal.run.Worker;

/** The sum of all elements of a register over an iteration, times a number, kept in lanes as wide as a block, which are folded in double at the end. */
public final class Sink implements Step {
    private static final int BLOCKS_PER_TOTAL = 64;

    private final int register;
    private final FloatBuffer out;
    private final float scale;
    private final float[] lanes = new float[Worker.BLOCK];
    private double total;
    private int blocks;

    /** A sum of a register. A scale of 0 tells whether all elements are finite: the sum is 0, else NaN. */
    public Sink(int register, float scale, FloatBuffer out) {
        this.register = register;
        this.scale = scale;
        this.out = out;
    }

    @Override
    public void run(float[][] r, long at, int n) {
        if (scale == 1) {
            Loops.add(lanes, r[register], lanes, lanes, n);
        } else {
            Loops.addScaled(lanes, r[register], scale, n);
        }
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
