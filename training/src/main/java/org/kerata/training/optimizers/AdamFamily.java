package org.kerata.training.optimizers;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.Updates;
import org.kerata.layers.Option;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * Moving means of gradients (m) and of their squares (v): {@code w -= lr · √(1 - β₂ᵗ) / (1 - β₁ᵗ) · m / (√v + epsilon)}.
 *
 * @param <O> the optimizer's own type
 */
public abstract sealed class AdamFamily<O extends AdamFamily<O>> extends FluentOptimizer<O> permits Adam, AdamW {
    private final Option<Double> beta1 = option("beta_1", DOUBLE, 0.9);
    private final Option<Double> beta2 = option("beta_2", DOUBLE, 0.999);
    private final Option<Double> epsilon = option("epsilon", DOUBLE, 1e-7);
    private final Option<Boolean> amsgrad = option("amsgrad", BOOL, false);
    private Slot momentums = Slot.NONE;
    private Slot velocities = Slot.NONE;
    private Slot largestVelocities = Slot.NONE;

    AdamFamily(double learningRate) {
        super(learningRate);
    }

    AdamFamily(LearningRateSchedule schedule) {
        super(schedule);
    }

    /** How slowly the mean of gradients follows; 0.9 by default. */
    public final O beta1(double beta1) {
        return with(this.beta1, beta1);
    }

    /** How slowly the mean of squares follows; 0.999 by default. */
    public final O beta2(double beta2) {
        return with(this.beta2, beta2);
    }

    /** Added to the root of the uncorrected mean of squares; 1e-7 by default. */
    public final O epsilon(double epsilon) {
        return with(this.epsilon, epsilon);
    }

    /** Whether the largest mean of squares so far is used; false by default. */
    public final O amsgrad(boolean amsgrad) {
        return with(this.amsgrad, amsgrad);
    }

    @Override
    protected final void makeSlots(List<Variable> weights) {
        List<Slot> both = slots(weights, "momentum", "velocity");
        momentums = both.get(0);
        velocities = both.get(1);
        if (amsgrad.get()) {
            largestVelocities = slots(weights, "velocity_hat").get(0);
        }
    }

    @Override
    protected final Rule step(Tensor lr) {
        Tensor t = updates().plus(1).cast(DType.FLOAT32);
        Tensor correction1 = power(beta1.get(), t).unaryMinus().plus(1);
        Tensor correction2 = power(beta2.get(), t).unaryMinus().plus(1);
        Tensor alpha = lr.times(Ops.sqrt(correction2)).div(correction1);
        Updates.Adam rule = new Updates.Adam(beta1.get(), beta2.get(), epsilon.get());
        return (w, g) -> {
            List<Variable> state = new ArrayList<>(List.of(w, momentums.of(w), velocities.of(w)));
            if (amsgrad.get()) {
                state.add(largestVelocities.of(w));
            }
            update(amsgrad.get() ? Updates.AMSGRAD : Updates.ADAM, rule, state, g, alpha);
        };
    }

    private static Tensor power(double base, Tensor t) {
        return Ops.power(Tensor.scalar(base), t);
    }
}
