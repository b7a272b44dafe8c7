package org.kerata.training.optimizers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.MomentUpdates;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * {@link Adam} that steps as if the next gradient were this one again, with momentum that grows: {@code uₜ = β₁ · (1 - 0.96ᵗ / 2), w -= lr ·
 * (uₜ₊₁ · m / (1 - u₁ … uₜ₊₁) + (1 - uₜ) · g / (1 - u₁ … uₜ)) / (√(v / (1 - β₂ᵗ)) + epsilon)}. Keras: {@code keras.optimizers.Nadam}.
 */
public final class Nadam extends MomentOptimizer<Nadam> {
    private static final double GROWTH = 0.96;

    private @Nullable Variable product;
    private double pace = 1;

    /** With the learning rate 0.001. */
    public Nadam() {
        this(0.001);
    }

    /** With this learning rate. */
    public Nadam(double learningRate) {
        super(learningRate, 1e-7);
    }

    /** With a learning rate that follows from the number of steps. */
    public Nadam(LearningRateSchedule schedule) {
        super(schedule, 1e-7);
    }

    /**
     * Takes the options from a config. In one of Keras 2, momentum may grow more slowly, by {@code 0.96} to the power of the step times
     * {@code schedule_decay}: it does so here, too. Keras 3 has no such option, so it is not written.
     */
    @Override
    public void configure(Map<String, ? extends @Nullable Object> config) {
        Map<String, @Nullable Object> own = new LinkedHashMap<>(config);
        if (own.remove("schedule_decay") instanceof Number n) {
            pace = n.doubleValue();
        }
        super.configure(own);
    }

    @Override
    protected void makeSlots(List<Variable> weights) {
        super.makeSlots(weights);
        product = slot("u_product", Tensor.scalar(1));
    }

    /** Momentum at a step. */
    private Tensor momentum(Tensor step) {
        return power(GROWTH, step.times(pace)).times(-0.5).plus(1).times(rates().beta1());
    }

    @Override
    protected Rule step(Tensor lr) {
        Tensor now = momentum(now());
        Tensor next = momentum(now().plus(1));
        Variable product = Objects.requireNonNull(this.product);
        product.assign(settled(product.times(now)));
        Tensor ofMean = lr.times(next).div(product.times(next).unaryMinus().plus(1));
        Tensor ofGradient =
                lr.times(now.unaryMinus().plus(1)).div(product.unaryMinus().plus(1));
        Tensor correction = Ops.reciprocal(correction2());
        return (w, g) -> update(MomentUpdates.NADAM, rates(), state(w), g, ofMean, ofGradient, correction);
    }
}
