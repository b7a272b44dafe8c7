package org.kerata.autodiff.internal.kernels.loops;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/** The sum of the squares of a gradient that is given by rows, those of one row added up first. */
public final class RowSquaresKernel implements Kernel {
    private final RowChains chains;
    private final boolean[] seen;
    private final FloatBuffer out;
    private final int part;

    /**
     * For a table of so many rows.
     *
     * @param numbers the rows that were looked up
     * @param gradients the gradient of each
     * @param out becomes the sum
     * @param part the length of a row
     */
    public RowSquaresKernel(IntBuffer numbers, FloatBuffer gradients, FloatBuffer out, int rows, int part) {
        this.chains = new RowChains(numbers, gradients, 0, rows, part);
        this.seen = new boolean[rows];
        this.out = out;
        this.part = part;
    }

    @Override
    public void run(Worker w) {
        float[][] r = w.registers(2);
        chains.open();
        double total = 0;
        for (int row = 0; row < chains.rows(); row++) {
            for (int at = 0; chains.has(row) && at < part; at += Worker.BLOCK) {
                int n = Math.min(Worker.BLOCK, part - at);
                chains.sum(row, at, n, r[0], 0, r[1]);
                for (int i = 0; i < n; i++) {
                    total += (double) r[0][i] * r[0][i];
                }
            }
        }
        chains.close(seen);
        out.put(0, (float) total);
    }
}
