package org.kerata.autodiff.internal.kernels.loops;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/** Losses of labelled rows and their gradients. A label out of range is an error that names its row. */
public final class CrossEntropyKernel {
    private CrossEntropyKernel() {}

    /**
     * From logits and their softmax the loss of each row: with m the largest logit and p its probability, {@code m - log p} is the
     * logarithm of the sum of exponentials, exact whatever the size of the logits.
     */
    public static Kernel loss(
            ByteBuffer labels,
            boolean wide,
            FloatBuffer logits,
            FloatBuffer softmax,
            FloatBuffer loss,
            int firstRow,
            int rows,
            int classes) {
        return w -> {
            float[] z = scratch(w, 0, classes);
            for (int r = 0; r < rows; r++) {
                int label = label(labels, wide, firstRow + r, classes);
                logits.get(r * classes, z, 0, classes);
                int best = 0;
                for (int c = 1; c < classes; c++) {
                    best = z[c] > z[best] || Float.isNaN(z[best]) ? c : best;
                }
                float p = softmax.get(r * classes + best);
                loss.put(r, (float) ((double) z[best] - z[label] - Math.log(p)));
            }
        };
    }

    /** From the softmax and the gradient of each row's loss the gradient of the logits. */
    public static Kernel gradient(
            ByteBuffer labels,
            boolean wide,
            FloatBuffer softmax,
            FloatBuffer dy,
            FloatBuffer dx,
            int firstRow,
            int rows,
            int classes) {
        return w -> {
            int perBlock = Math.max(1, Worker.BLOCK / classes);
            float[] p = scratch(w, 0, perBlock * classes);
            for (int r = 0; r < rows; r += perBlock) {
                int n = Math.min(perBlock, rows - r);
                softmax.get(r * classes, p, 0, n * classes);
                for (int k = 0; k < n; k++) {
                    float g = dy.get(r + k);
                    int label = label(labels, wide, firstRow + r + k, classes);
                    p[k * classes + label] -= 1;
                    for (int c = k * classes; c < (k + 1) * classes; c++) {
                        p[c] *= g;
                    }
                }
                dx.put(r * classes, p, 0, n * classes);
            }
        };
    }

    private static float[] scratch(Worker w, int register, int n) {
        return n <= Worker.BLOCK ? w.registers(register + 1)[register] : w.large(n);
    }

    private static int label(ByteBuffer labels, boolean wide, int row, int classes) {
        long v = wide ? labels.getLong(row * 8) : labels.getInt(row * 4);
        if (v < 0 || v >= classes) {
            throw new KerataException("Labels must be between 0 and " + (classes - 1) + ", one for each of the "
                    + classes + " columns of the predictions. Received: " + v + " in row " + row + ".");
        }
        return (int) v;
    }
}
