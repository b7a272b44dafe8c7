package org.kerata.layers.regularizers;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * A penalty on rows (or columns) of a matrix that are not orthogonal to each other: {@code factor}, 0.01 by default, times the mean absolute
 * cosine between two of them. Keras: {@code keras.regularizers.OrthogonalRegularizer}.
 */
public final class OrthogonalRegularizer extends Regularizer {
    private static final double EPSILON = 1e-12;

    private final Option<Double> factor = option("factor", FACTOR, 0.01);
    private final Option<String> mode = option("mode", Kind.oneOf("rows", "columns"), "rows");

    /** Of rows, with the factor 0.01. */
    public OrthogonalRegularizer() {}

    /** The factor, 0 or more; 0.01 by default. */
    public OrthogonalRegularizer factor(double factor) {
        return with(this.factor, factor);
    }

    /** {@code "rows"} (the default) or {@code "columns"}. */
    public OrthogonalRegularizer mode(String mode) {
        return with(this.mode, mode);
    }

    @Override
    public Tensor apply(Tensor x) {
        if (x.rank() != 2) {
            throw new ShapeException(
                    "OrthogonalRegularizer is for weights with 2 axes. Received: shape " + x.shape() + ".");
        }
        Tensor rows = mode.get().equals("rows") ? x : x.transpose();
        Tensor squares = Ops.sum(Ops.square(rows), new int[] {1}, true);
        Tensor unit = rows.times(Ops.rsqrt(Ops.maximum(squares, Tensor.scalar(EPSILON, x.dtype()))));
        int n = x.shape().intDim(mode.get().equals("rows") ? 0 : 1);
        Tensor others = Ops.eye(n, n).cast(x.dtype()).unaryMinus().plus(1);
        double pairs = n * (n - 1.0) / 2;
        return Ops.absolute(unit.matmul(unit.transpose()).times(others)).sum().times(factor.get() * 0.5 / pairs);
    }
}
