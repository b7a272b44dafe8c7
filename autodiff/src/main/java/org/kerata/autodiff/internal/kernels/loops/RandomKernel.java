package org.kerata.autodiff.internal.kernels.loops;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.kerata.autodiff.internal.kernels.Hash;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/** Makes the numbers of a stretch of a draw. */
public final class RandomKernel implements Kernel {
    private static final int BLOCK = Worker.BLOCK;
    private static final double UNIT = 0x1p-24;
    private static final int[] COUNT = new int[BLOCK];

    static {
        for (int i = 0; i < BLOCK; i++) {
            COUNT[i] = i;
        }
    }

    private final ByteBuffer key;
    private final FloatBuffer out;
    private final int first;
    private final int n;
    private final int salt;
    private final boolean normal;
    private final int[] words = new int[BLOCK];

    /** The numbers from {@code first} on; the key is read when it runs. */
    public RandomKernel(ByteBuffer key, FloatBuffer out, int first, int n, int salt, boolean normal) {
        this.key = key;
        this.out = out;
        this.first = first;
        this.n = n;
        this.salt = salt;
        this.normal = normal;
    }

    @Override
    public void run(Worker w) {
        float[] block = w.registers(1)[0];
        long keys = Hash.keys(key.getLong(0), key.getLong(Long.BYTES), salt, 0);
        for (int at = 0; at < n; at += BLOCK) {
            int m = Math.min(BLOCK, n - at);
            int made = normal ? (m + 1) / 2 * 2 : m;
            Hash.words(COUNT, words, made, Hash.offset(keys, first + at), Hash.stride(keys));
            if (normal) {
                normals(words, block, m);
            } else {
                Hash.uniforms(words, block, m);
            }
            out.put(at, block, 0, m);
        }
    }

    private static void normals(int[] words, float[] y, int n) {
        for (int i = 0; i < n; i += 2) {
            double u = ((words[i] >>> 8) + 1) * UNIT;
            double angle = 2 * Math.PI * Hash.uniform(words[i + 1]);
            double radius = Math.sqrt(-2 * Math.log(u));
            y[i] = (float) (radius * Math.cos(angle));
            if (i + 1 < n) {
                y[i + 1] = (float) (radius * Math.sin(angle));
            }
        }
    }
}
