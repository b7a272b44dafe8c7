package org.kerata.autodiff.internal.kernels.loops;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.kerata.autodiff.internal.kernels.Hash;
import org.kerata.autodiff.internal.run.Worker;

/** Drops elements of a tensor by random numbers, part by part: element i by word i of the draw. */
public final class DropKernel {
    private static final int BLOCK = Worker.BLOCK;

    /** Larger than the reciprocal of any difference of a random number and a rate. */
    private static final float STEEP = 0x1p60f;

    private static final int[] COUNT = new int[BLOCK];

    static {
        for (int i = 0; i < BLOCK; i++) {
            COUNT[i] = i;
        }
    }

    private final ByteBuffer key;
    private final int salt;
    private final float rate;
    private final float factor;
    private final int[] words = new int[BLOCK];

    /** Elements are dropped with the probability of the rate; the others are divided by the rest of it. */
    public DropKernel(ByteBuffer key, int salt, double rate) {
        this.key = key;
        this.salt = salt;
        this.rate = (float) rate;
        this.factor = (float) (1 / (1 - rate));
    }

    /** From n elements, the first of which is number {@code first} of the tensor, to those of them that are kept, and zeros. */
    public void run(Worker w, FloatBuffer from, int at, FloatBuffer to, int toAt, int n, long first) {
        float[][] r = w.registers(2);
        for (int i = 0; i < n; i += BLOCK) {
            int m = Math.min(BLOCK, n - i);
            long keys = Hash.keys(key.getLong(0), key.getLong(Long.BYTES), salt, 0);
            Hash.words(COUNT, words, m, Hash.offset(keys, (int) (first + i)), Hash.stride(keys));
            Hash.uniforms(words, r[1], m);
            from.get(at + i, r[0], 0, m);
            drop(r[0], r[1], m, rate, factor);
            to.put(toAt + i, r[0], 0, m);
        }
    }

    private static void drop(float[] x, float[] u, int n, float rate, float factor) {
        for (int i = 0; i < n; i++) {
            x[i] = x[i] * factor * Math.min(Math.max((u[i] - rate) * STEEP + 1f, 0f), 1f);
        }
    }
}
