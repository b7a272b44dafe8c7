package org.kerata.layers.initializers;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * Random rows or columns (whichever are fewer) that are orthogonal and of length {@code gain}, 1 by default; all axes but the last count as
 * rows. Keras: {@code keras.initializers.Orthogonal}.
 */
public final class Orthogonal extends Initializer {
    private final Option<Double> gain = option("gain", DOUBLE, 1.0);
    private final Option<Long> seed = optional("seed", SEED);

    /** With a gain of 1. */
    public Orthogonal() {}

    /** The length of the vectors; 1 by default. */
    public Orthogonal gain(double gain) {
        return with(this.gain, gain);
    }

    /** Always the same values. */
    public Orthogonal seed(long seed) {
        return with(this.seed, seed);
    }

    @Override
    public Tensor apply(Shape shape, DType dtype, long seed) {
        if (shape.rank() < 2) {
            throw new ShapeException("Orthogonal starts weights with 2 or more axes. Received: shape " + shape + ".");
        }
        Long own = this.seed.orNull();
        int columns = shape.intDim(-1);
        int rows = Math.toIntExact(shape.size() / Math.max(columns, 1));
        double[][] q =
                orthonormal(Math.min(rows, columns), Math.max(rows, columns), new Draws(own != null ? own : seed));
        double g = gain.get();
        return Draws.fill(shape, dtype, i -> {
            int row = (int) (i / columns);
            int column = (int) (i % columns);
            return g * (rows < columns ? q[row][column] : q[column][row]);
        });
    }

    /**
     * Vectors of normal numbers made orthogonal to those before them. This is the Q of a QR decomposition with a positive diagonal, which
     * makes it evenly distributed; done twice, it is orthogonal to rounding.
     */
    private static double[][] orthonormal(int count, int length, Draws draws) {
        double[][] q = new double[count][length];
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < length; i++) {
                q[k][i] = draws.normal((long) k * length + i);
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < k; j++) {
                    add(q[k], -dot(q[k], q[j]), q[j]);
                }
            }
            double norm = Math.sqrt(dot(q[k], q[k]));
            for (int i = 0; i < length; i++) {
                q[k][i] /= norm;
            }
        }
        return q;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double factor, double[] b) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * b[i];
        }
    }
}
