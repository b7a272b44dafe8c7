package org.kerata.training.optimizers;

import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * An optimizer whose common setters return its own type, so that they can stand anywhere in a chain.
 *
 * @param <O> the optimizer's own type
 */
public abstract class FluentOptimizer<O extends FluentOptimizer<O>> extends Optimizer {
    /** An optimizer with this learning rate. */
    protected FluentOptimizer(double learningRate) {
        super(learningRate);
    }

    /** An optimizer whose learning rate follows from the number of steps. */
    protected FluentOptimizer(LearningRateSchedule schedule) {
        super(schedule);
    }

    @SuppressWarnings("unchecked")
    private O self() {
        return (O) this;
    }

    @Override
    public O name(String name) {
        super.name(name);
        return self();
    }

    @Override
    public O learningRate(double learningRate) {
        super.learningRate(learningRate);
        return self();
    }

    @Override
    public O learningRate(LearningRateSchedule schedule) {
        super.learningRate(schedule);
        return self();
    }

    @Override
    public O weightDecay(double weightDecay) {
        super.weightDecay(weightDecay);
        return self();
    }

    @Override
    public O clipnorm(double clipnorm) {
        super.clipnorm(clipnorm);
        return self();
    }

    @Override
    public O globalClipnorm(double globalClipnorm) {
        super.globalClipnorm(globalClipnorm);
        return self();
    }

    @Override
    public O clipvalue(double clipvalue) {
        super.clipvalue(clipvalue);
        return self();
    }

    @Override
    public O useEma(boolean useEma) {
        super.useEma(useEma);
        return self();
    }

    @Override
    public O emaMomentum(double emaMomentum) {
        super.emaMomentum(emaMomentum);
        return self();
    }

    @Override
    public O emaOverwriteFrequency(int steps) {
        super.emaOverwriteFrequency(steps);
        return self();
    }

    @Override
    public O lossScaleFactor(double factor) {
        super.lossScaleFactor(factor);
        return self();
    }

    @Override
    public O gradientAccumulationSteps(int steps) {
        super.gradientAccumulationSteps(steps);
        return self();
    }
}
