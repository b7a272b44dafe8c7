package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.training.internal.Aligned;

/** The mean of a function. */
final class LambdaMetric extends MeanMetric<LambdaMetric> {
    private final Function function;

    LambdaMetric(String name, Direction direction, Function function) {
        super(name, direction);
        this.function = function;
    }

    @Override
    public String className() {
        return name();
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        Aligned a = Aligned.of(y, p);
        return function.of(a.y(), a.p());
    }
}
