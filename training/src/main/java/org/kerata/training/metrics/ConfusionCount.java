package org.kerata.training.metrics;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;

/**
 * One of the four counts of a confusion matrix.
 *
 * @param <M> the metric's own type
 */
abstract sealed class ConfusionCount<M extends ConfusionCount<M>> extends ThresholdMetric<M>
        permits TruePositives, FalsePositives, TrueNegatives, FalseNegatives {
    private @Nullable Variable accumulator;

    ConfusionCount(String name) {
        super(name, Direction.UNKNOWN);
    }

    /** The count that is meant. */
    abstract Tensor count(Confusion.Counts counts);

    @Override
    final void declare(Shape shape) {
        accumulator = total("accumulator", shape);
    }

    @Override
    final void add(Confusion.Counts counts) {
        Variable v = accumulator;
        if (v == null) {
            throw new IllegalStateException("Not declared.");
        }
        v.assignAdd(count(counts));
    }

    @Override
    protected final Tensor result() {
        return figure(orZero(accumulator));
    }
}
