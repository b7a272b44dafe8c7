package org.kerata.training.optimizers.schedules;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * {@code initial · rate ^ (step / steps)}. Keras: {@code keras.optimizers.schedules.ExponentialDecay}.
 */
public final class ExponentialDecay extends LearningRateSchedule {
    private final Option<Double> initialLearningRate = required("initial_learning_rate", DOUBLE);
    private final Option<Integer> decaySteps = required("decay_steps", Kind.positiveInteger());
    private final Option<Double> decayRate = required("decay_rate", DOUBLE);
    private final Option<Boolean> staircase = option("staircase", BOOL, false);
    private final Option<String> name = option("name", STRING, "ExponentialDecay");

    ExponentialDecay() {}

    /** From an initial rate, multiplied by {@code decayRate} every {@code decaySteps} steps, smoothly. */
    public ExponentialDecay(double initialLearningRate, int decaySteps, double decayRate) {
        this.initialLearningRate.set(initialLearningRate);
        this.decaySteps.set(decaySteps);
        this.decayRate.set(decayRate);
    }

    /** Whether the rate falls in steps, not smoothly; false by default. */
    public ExponentialDecay staircase(boolean staircase) {
        return with(this.staircase, staircase);
    }

    /** The name. */
    public ExponentialDecay name(String name) {
        return with(this.name, name);
    }

    @Override
    public Tensor at(Tensor step) {
        Tensor p = step.div(decaySteps.get());
        Tensor exponent = staircase.get() ? Ops.floor(p) : p;
        return Ops.power(Tensor.scalar(decayRate.get()), exponent).times(initialLearningRate.get());
    }
}
