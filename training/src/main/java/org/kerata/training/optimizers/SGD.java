package org.kerata.training.optimizers;

import java.util.List;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.ops.Updates;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * Gradient descent: {@code w -= lr · g}; with momentum {@code m = momentum · m - lr · g, w += m}. Keras: {@code keras.optimizers.SGD}.
 */
public final class SGD extends FluentOptimizer<SGD> {
    private final Option<Double> momentum =
            option("momentum", Kind.real("between 0 and 1", d -> d >= 0 && d <= 1), 0.0);
    private final Option<Boolean> nesterov = option("nesterov", BOOL, false);
    private Slot momentums = Slot.NONE;

    /** With the learning rate 0.01. */
    public SGD() {
        this(0.01);
    }

    /** With this learning rate. */
    public SGD(double learningRate) {
        super(learningRate);
    }

    /** With a learning rate that follows from the number of steps. */
    public SGD(LearningRateSchedule schedule) {
        super(schedule);
    }

    /** How much of the last step goes on, 0 to 1; 0 by default. */
    public SGD momentum(double momentum) {
        return with(this.momentum, momentum);
    }

    /** Whether the gradient counts as taken where momentum leads; false by default. */
    public SGD nesterov(boolean nesterov) {
        return with(this.nesterov, nesterov);
    }

    @Override
    protected void makeSlots(List<Variable> weights) {
        if (momentum.get() != 0) {
            momentums = slots(weights, "momentum").get(0);
        }
    }

    @Override
    protected Rule step(Tensor lr) {
        double mu = momentum.get();
        if (mu == 0) {
            return (w, g) -> update(Updates.DESCENT, NoAttributes.NONE, List.of(w), g, lr);
        }
        Updates.Momentum rule = new Updates.Momentum(mu, nesterov.get());
        return (w, g) -> update(Updates.MOMENTUM, rule, List.of(w, momentums.of(w)), g, lr);
    }
}
