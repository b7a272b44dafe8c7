package org.kerata.training.optimizers;

import java.util.List;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.Updates;
import org.kerata.layers.Option;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * An optimizer with a moving mean of gradients and another of their squares, or of their size.
 *
 * @param <O> the optimizer's own type
 */
public abstract class MomentOptimizer<O extends MomentOptimizer<O>> extends FluentOptimizer<O> {
    private final Option<Double> beta1 = option("beta_1", DOUBLE, 0.9);
    private final Option<Double> beta2 = option("beta_2", DOUBLE, 0.999);
    private final Option<Double> epsilon;
    private Slot means = Slot.NONE;
    private Slot sizes = Slot.NONE;

    MomentOptimizer(double learningRate, double epsilon) {
        super(learningRate);
        this.epsilon = option("epsilon", DOUBLE, epsilon);
    }

    MomentOptimizer(LearningRateSchedule schedule, double epsilon) {
        super(schedule);
        this.epsilon = option("epsilon", DOUBLE, epsilon);
    }

    /** How slowly the mean of gradients follows; 0.9 by default. */
    public final O beta1(double beta1) {
        return with(this.beta1, beta1);
    }

    /** How slowly the mean of squares follows; 0.999 by default. */
    public final O beta2(double beta2) {
        return with(this.beta2, beta2);
    }

    /** Added to what the mean of gradients is divided by; 1e-7 by default, in {@link ScheduleFreeAdamW} 1e-8. */
    public final O epsilon(double epsilon) {
        return with(this.epsilon, epsilon);
    }

    /** The mean of gradients, in the beginning. */
    Start mean() {
        return Start.at(0, "momentum");
    }

    /** The mean of squares, or what is in its place, in the beginning. */
    Start size() {
        return Start.at(0, "velocity");
    }

    @Override
    protected void makeSlots(List<Variable> weights) {
        List<Slot> both = slots(weights, List.of(mean(), size()));
        means = both.get(0);
        sizes = both.get(1);
    }

    /** A weight and its slots: the mean of gradients, and that of squares. */
    final List<Variable> state(Variable weight) {
        return List.of(weight, means.of(weight), sizes.of(weight));
    }

    /** The three options. */
    final Updates.Adam rates() {
        return new Updates.Adam(beta1.get(), beta2.get(), epsilon.get());
    }

    /** What is left for the mean of gradients to correct at this step: what it is divided by. */
    final Tensor correction1() {
        return correction(beta1.get(), now());
    }

    /** The same of the mean of squares. */
    final Tensor correction2() {
        return correction(beta2.get(), now());
    }

    /** The learning rate with the corrections of both means. */
    final Tensor corrected(Tensor learningRate) {
        return learningRate.times(Ops.sqrt(correction2())).div(correction1());
    }
}
