package org.kerata.training.optimizers;

import java.util.List;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.AccumulationUpdates;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * Follow the regularized leader: weights that are the best answer to all gradients so far together with l1, which makes them exactly 0 where
 * they do not pay, and l2. Starting values of weights do not count: a weight follows from its slots alone. Keras: {@code
 * keras.optimizers.Ftrl}.
 */
public final class Ftrl extends FluentOptimizer<Ftrl> {
    private static final Kind<Double> STRENGTH = Kind.real("at least 0", d -> d >= 0);

    private final Option<Double> learningRatePower =
            option("learning_rate_power", Kind.real("at most 0", d -> d <= 0), -0.5);
    private final Option<Double> initialAccumulatorValue = option("initial_accumulator_value", STRENGTH, 0.1);
    private final Option<Double> l1 = option("l1_regularization_strength", STRENGTH, 0.0);
    private final Option<Double> l2 = option("l2_regularization_strength", STRENGTH, 0.0);
    private final Option<Double> shrinkage = option("l2_shrinkage_regularization_strength", STRENGTH, 0.0);
    private final Option<Double> beta = option("beta", DOUBLE, 0.0);
    private Slot accumulators = Slot.NONE;
    private Slot linears = Slot.NONE;

    /** With the learning rate 0.001. */
    public Ftrl() {
        this(0.001);
    }

    /** With this learning rate. */
    public Ftrl(double learningRate) {
        super(learningRate);
    }

    /** With a learning rate that follows from the number of steps. */
    public Ftrl(LearningRateSchedule schedule) {
        super(schedule);
    }

    /** How the rate falls with the sum of squares, 0 or less; -0.5, its root, by default. */
    public Ftrl learningRatePower(double power) {
        return with(this.learningRatePower, power);
    }

    /** Where the sums of squares begin; 0.1 by default. */
    public Ftrl initialAccumulatorValue(double value) {
        return with(this.initialAccumulatorValue, value);
    }

    /** How much the size of weights counts; 0 by default. */
    public Ftrl l1RegularizationStrength(double strength) {
        return with(this.l1, strength);
    }

    /** How much the square of weights counts; 0 by default. */
    public Ftrl l2RegularizationStrength(double strength) {
        return with(this.l2, strength);
    }

    /** How much the square of weights counts in gradients, as if it were a part of the loss; 0 by default. */
    public Ftrl l2ShrinkageRegularizationStrength(double strength) {
        return with(this.shrinkage, strength);
    }

    /** Added to the root of the sum of squares; 0 by default. */
    public Ftrl beta(double beta) {
        return with(this.beta, beta);
    }

    @Override
    protected void makeSlots(List<Variable> weights) {
        List<Slot> both =
                slots(weights, List.of(Start.at(initialAccumulatorValue.get(), "accumulator"), Start.at(0, "linear")));
        accumulators = both.get(0);
        linears = both.get(1);
    }

    @Override
    protected Rule step(Tensor lr) {
        AccumulationUpdates.Ftrl rule =
                new AccumulationUpdates.Ftrl(-learningRatePower.get(), l1.get(), l2.get(), shrinkage.get(), beta.get());
        return (w, g) -> update(AccumulationUpdates.FTRL, rule, List.of(w, accumulators.of(w), linears.of(w)), g, lr);
    }
}
