package org.kerata.training.optimizers.schedules;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * {@code initial / (1 + rate · step / steps)}. Keras: {@code keras.optimizers.schedules.InverseTimeDecay}.
 */
public final class InverseTimeDecay extends LearningRateSchedule {
    private final Option<Double> initialLearningRate = required("initial_learning_rate", DOUBLE);
    private final Option<Integer> decaySteps = required("decay_steps", Kind.positiveInteger());
    private final Option<Double> decayRate = required("decay_rate", DOUBLE);
    private final Option<Boolean> staircase = option("staircase", BOOL, false);
    private final Option<String> name = option("name", STRING, "InverseTimeDecay");

    InverseTimeDecay() {}

    /** From an initial rate. */
    public InverseTimeDecay(double initialLearningRate, int decaySteps, double decayRate) {
        this.initialLearningRate.set(initialLearningRate);
        this.decaySteps.set(decaySteps);
        this.decayRate.set(decayRate);
    }

    /** Whether the rate falls in steps, not smoothly; false by default. */
    public InverseTimeDecay staircase(boolean staircase) {
        return with(this.staircase, staircase);
    }

    /** The name. */
    public InverseTimeDecay name(String name) {
        return with(this.name, name);
    }

    @Override
    public Tensor at(Tensor step) {
        Tensor p = step.div(decaySteps.get());
        Tensor passed = staircase.get() ? Ops.floor(p) : p;
        return Tensor.scalar(initialLearningRate.get())
                .div(passed.times(decayRate.get()).plus(1));
    }
}
