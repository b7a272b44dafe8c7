package org.kerata.training.optimizers;

import java.util.List;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.Updates;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * Gradients divided by a moving root of their squares: {@code v = rho · v + (1 - rho) · g², w -= lr · g / √(v + epsilon)}. Keras: {@code
 * keras.optimizers.RMSprop}.
 */
public final class RMSprop extends FluentOptimizer<RMSprop> {
    private final Option<Double> rho = option("rho", DOUBLE, 0.9);
    private final Option<Double> momentum = option("momentum", Kind.real("at least 0", d -> d >= 0), 0.0);
    private final Option<Double> epsilon = option("epsilon", DOUBLE, 1e-7);
    private final Option<Boolean> centered = option("centered", BOOL, false);
    private Slot velocities = Slot.NONE;
    private Slot momentums = Slot.NONE;
    private Slot averageGradients = Slot.NONE;

    /** With the learning rate 0.001. */
    public RMSprop() {
        this(0.001);
    }

    /** With this learning rate. */
    public RMSprop(double learningRate) {
        super(learningRate);
    }

    /** With a learning rate that follows from the number of steps. */
    public RMSprop(LearningRateSchedule schedule) {
        super(schedule);
    }

    /** How slowly the mean of squares follows; 0.9 by default. */
    public RMSprop rho(double rho) {
        return with(this.rho, rho);
    }

    /** How much of the last step goes on; 0 by default. */
    public RMSprop momentum(double momentum) {
        return with(this.momentum, momentum);
    }

    /** Keeps the root away from 0; 1e-7 by default. */
    public RMSprop epsilon(double epsilon) {
        return with(this.epsilon, epsilon);
    }

    /** Whether gradients are divided by their standard deviation instead; false by default. */
    public RMSprop centered(boolean centered) {
        return with(this.centered, centered);
    }

    @Override
    protected void makeSlots(List<Variable> weights) {
        velocities = slots(weights, "velocity").get(0);
        if (momentum.get() > 0) {
            momentums = slots(weights, "momentum").get(0);
        }
        if (centered.get()) {
            averageGradients = slots(weights, "average_gradient").get(0);
        }
    }

    @Override
    protected Rule step(Tensor lr) {
        double keep = rho.get();
        double take = 1 - keep;
        if (momentum.get() == 0 && !centered.get()) {
            Updates.Rmsprop rule = new Updates.Rmsprop(keep, epsilon.get());
            return (w, g) -> update(Updates.RMSPROP, rule, List.of(w, velocities.of(w)), g, lr);
        }
        return (w, g) -> {
            Variable v = velocities.of(w);
            v.assign(settled(v.times(keep).plus(Ops.square(g).times(take))));
            Tensor spread = v;
            if (centered.get()) {
                Variable a = averageGradients.of(w);
                a.assign(settled(a.times(keep).plus(g.times(take))));
                spread = v.minus(Ops.square(a));
            }
            Tensor push = g.times(lr).div(Ops.sqrt(spread.plus(epsilon.get())));
            if (momentum.get() > 0) {
                Variable m = momentums.of(w);
                m.assign(settled(m.times(momentum.get()).plus(push)));
                w.assign(w.minus(m));
            } else {
                w.assign(w.minus(push));
            }
        };
    }
}
