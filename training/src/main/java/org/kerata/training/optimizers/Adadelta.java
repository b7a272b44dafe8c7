package org.kerata.training.optimizers;

import java.util.List;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.AccumulationUpdates;
import org.kerata.layers.Option;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * Steps as large as those before, in units of the gradients: {@code a = rho · a + (1 - rho) · g², d = -√(c + epsilon) / √(a + epsilon) · g,
 * c = rho · c + (1 - rho) · d², w += lr · d}. Keras: {@code keras.optimizers.Adadelta}.
 */
public final class Adadelta extends FluentOptimizer<Adadelta> {
    private final Option<Double> rho = option("rho", DOUBLE, 0.95);
    private final Option<Double> epsilon = option("epsilon", DOUBLE, 1e-7);
    private Slot gradients = Slot.NONE;
    private Slot changes = Slot.NONE;

    /** With the learning rate 0.001. */
    public Adadelta() {
        this(0.001);
    }

    /** With this learning rate. */
    public Adadelta(double learningRate) {
        super(learningRate);
    }

    /** With a learning rate that follows from the number of steps. */
    public Adadelta(LearningRateSchedule schedule) {
        super(schedule);
    }

    /** How slowly both means of squares follow; 0.95 by default. */
    public Adadelta rho(double rho) {
        return with(this.rho, rho);
    }

    /** Keeps the roots away from 0; 1e-7 by default. */
    public Adadelta epsilon(double epsilon) {
        return with(this.epsilon, epsilon);
    }

    @Override
    protected void makeSlots(List<Variable> weights) {
        List<Slot> both = slots(weights, "accumulated_grad", "accumulated_delta_var");
        gradients = both.get(0);
        changes = both.get(1);
    }

    @Override
    protected Rule step(Tensor lr) {
        AccumulationUpdates.Adadelta rule = new AccumulationUpdates.Adadelta(rho.get(), epsilon.get());
        return (w, g) -> update(AccumulationUpdates.ADADELTA, rule, List.of(w, gradients.of(w), changes.of(w)), g, lr);
    }
}
