package org.kerata.training.optimizers;

import java.util.ArrayList;
import java.util.List;
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
public abstract sealed class AdamFamily<O extends AdamFamily<O>> extends MomentOptimizer<O> permits Adam, AdamW {
    private final Option<Boolean> amsgrad = option("amsgrad", BOOL, false);
    private Slot largestVelocities = Slot.NONE;

    AdamFamily(double learningRate) {
        super(learningRate, 1e-7);
    }

    AdamFamily(LearningRateSchedule schedule) {
        super(schedule, 1e-7);
    }

    /** Whether the largest mean of squares so far is used; false by default. */
    public final O amsgrad(boolean amsgrad) {
        return with(this.amsgrad, amsgrad);
    }

    @Override
    protected final void makeSlots(List<Variable> weights) {
        super.makeSlots(weights);
        if (amsgrad.get()) {
            largestVelocities = slots(weights, "velocity_hat").get(0);
        }
    }

    @Override
    protected final Rule step(Tensor lr) {
        Tensor alpha = corrected(lr);
        return (w, g) -> {
            List<Variable> state = new ArrayList<>(state(w));
            if (amsgrad.get()) {
                state.add(largestVelocities.of(w));
            }
            update(amsgrad.get() ? Updates.AMSGRAD : Updates.ADAM, rates(), state, g, alpha);
        };
    }
}
