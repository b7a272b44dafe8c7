package org.kerata.autodiff.internal.kernels.loops;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/**
 * What the steps of a recurrence have in common for the samples of one slice: before the gates of a step, or behind them on the way back,
 * stands a product with the recurrent kernel by oneDNN. The gates are loops over blocks of a few samples. Tensors have steps first.
 *
 * @param samples the samples of the batch
 * @param firstRow the first sample of the slice
 * @param rows the samples of the slice
 * @param steps the steps of a sequence
 * @param units the numbers of a state
 * @param reverse whether the last step comes first
 * @param mask which steps count, a byte for each, the slice's first sample first; null if all do
 * @param pack brings the recurrent kernel into the layout of the product
 * @param product states to gates, or on the way back the gradient of a step's gates to that of the states
 * @param states the product's side with one number for each unit
 * @param gates the product's side with several, on the way there
 */
public record RecurrentSteps(
        int samples,
        int firstRow,
        int rows,
        int steps,
        int units,
        boolean reverse,
        @Nullable ByteBuffer mask,
        Kernel pack,
        Product product,
        FloatBuffer states,
        FloatBuffer gates) {
    private static final int BLOCK = 1024;

    /** A product with the recurrent kernel. */
    public interface Product {
        /** For the step in this place. */
        void run(Worker w, int place);
    }

    /** How many samples a block holds. */
    int rowsPerBlock() {
        return Math.min(rows, Math.max(1, BLOCK / units));
    }

    /** The place of the step that comes as number i. */
    int place(int i) {
        return reverse ? steps - 1 - i : i;
    }

    /** Whether a sample's step counts. */
    boolean counts(int row, int t) {
        return mask == null || mask.get(row * steps + t) != 0;
    }

    /** Where a sample's step begins in a tensor with so many numbers for each. */
    int at(int row, int t, int width) {
        return (t * samples + firstRow + row) * width;
    }

    /** Copies the slice's part of a state, or of its gradient; zeros if there is none. */
    void begin(float[] state, @Nullable FloatBuffer from) {
        if (from == null) {
            java.util.Arrays.fill(state, 0);
        } else {
            from.get(0, state);
        }
    }

    /** A step for some samples. */
    interface Block {
        void run(int first, int end, int t);
    }

    /** All blocks of a step. */
    void blocks(int t, Block block) {
        for (int first = 0; first < rows; first += rowsPerBlock()) {
            block.run(first, Math.min(rows, first + rowsPerBlock()), t);
        }
    }

    /** Reads a gate of some samples, which lie one behind the other in the block. */
    void read(FloatBuffer from, int first, int end, int t, int width, int gate, float[] block) {
        for (int row = first; row < end; row++) {
            from.get(at(row, t, width) + gate * units, block, (row - first) * units, units);
        }
    }

    /** Writes a gate of some samples. */
    void write(FloatBuffer to, int first, int end, int t, int width, int gate, float[] block) {
        for (int row = first; row < end; row++) {
            to.put(at(row, t, width) + gate * units, block, (row - first) * units, units);
        }
    }

    /** Reads a gate of some samples from the product's memory. */
    void readProduct(int first, int end, int width, int gate, float[] block) {
        for (int row = first; row < end; row++) {
            gates.get(row * width + gate * units, block, (row - first) * units, units);
        }
    }

    /** Reads numbers of some samples, of which a step has one for each unit. */
    void readStates(FloatBuffer from, int first, int end, int t, float[] block) {
        from.get(at(first, t, units), block, 0, (end - first) * units);
    }

    /** Writes numbers of some samples, of which a step has one for each unit. */
    void writeStates(FloatBuffer to, int first, int end, int t, float[] block) {
        to.put(at(first, t, units), block, 0, (end - first) * units);
    }

    /** What a product with the recurrent kernel takes alone. */
    public Kernel productsAlone() {
        return w -> {
            pack.run(w);
            for (int i = 0; i < steps; i++) {
                product.run(w, place(i));
            }
        };
    }

    void pack(Worker w) {
        pack.run(w);
    }

    void multiply(Worker w, int place) {
        product.run(w, place);
    }

    float[][] blocks(int n) {
        return new float[n][rowsPerBlock() * units];
    }
}
