package org.kerata.training.optimizers;

import java.util.List;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.MomentUpdates;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * Steps of one size in the direction of momentum: {@code w -= lr · sign(β₁ · m + (1 - β₁) · g), m = β₂ · m + (1 - β₂) · g}. Wants a learning
 * rate a third to a tenth of {@link AdamW}'s. Keras: {@code keras.optimizers.Lion}.
 */
public final class Lion extends FluentOptimizer<Lion> {
    private final Option<Double> beta1 =
            option("beta_1", Kind.real("above 0 and at most 1", b -> b > 0 && b <= 1), 0.9);
    private final Option<Double> beta2 = option("beta_2", DOUBLE, 0.99);
    private Slot momentums = Slot.NONE;

    /** With the learning rate 0.001. */
    public Lion() {
        this(0.001);
    }

    /** With this learning rate. */
    public Lion(double learningRate) {
        super(learningRate);
    }

    /** With a learning rate that follows from the number of steps. */
    public Lion(LearningRateSchedule schedule) {
        super(schedule);
    }

    /** How much momentum counts in a step, above 0 and at most 1; 0.9 by default. */
    public Lion beta1(double beta1) {
        return with(this.beta1, beta1);
    }

    /** How slowly momentum follows gradients; 0.99 by default. */
    public Lion beta2(double beta2) {
        return with(this.beta2, beta2);
    }

    @Override
    protected void makeSlots(List<Variable> weights) {
        momentums = slots(weights, "momentum").get(0);
    }

    @Override
    protected Rule step(Tensor lr) {
        MomentUpdates.Lion rule = new MomentUpdates.Lion(beta1.get(), beta2.get());
        return (w, g) -> update(MomentUpdates.LION, rule, List.of(w, momentums.of(w)), g, lr);
    }
}
