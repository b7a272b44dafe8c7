package org.kerata.training.metrics;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;
import org.kerata.training.internal.Aligned;
import org.kerata.training.internal.Labels;

/**
 * How far targets and predictions agree along an axis.
 *
 * @param <M> the metric's own type
 */
abstract sealed class Correlation<M extends Correlation<M>> extends MeanMetric<M>
        permits PearsonCorrelation, ConcordanceCorrelation {
    private final Option<Integer> axis = option("axis", INT, -1);

    Correlation(String name) {
        super(name, Direction.UP);
    }

    /** The axis along which numbers are compared; the last by default. */
    public final M axis(int axis) {
        return with(this.axis, axis);
    }

    @Override
    protected final Tensor values(Tensor y, Tensor p) {
        Aligned a = Aligned.exactly(name(), y, p);
        int[] along = {Labels.axis(name(), a.p(), axis.get())};
        return Ops.mean(products(a.y().cast(a.p().dtype()), a.p(), along), along, false);
    }

    /** What the mean along the axis is taken of. */
    abstract Tensor products(Tensor y, Tensor p, int[] axis);
}
