package org.kerata.training.optimizers.schedules;

import org.kerata.autodiff.Tensor;

/** A schedule from a function. */
final class LambdaSchedule extends LearningRateSchedule {
    private final String name;
    private final Function function;

    LambdaSchedule(String name, Function function) {
        this.name = name;
        this.function = function;
    }

    @Override
    public String className() {
        return name;
    }

    @Override
    public Tensor at(Tensor step) {
        return function.of(step);
    }
}
