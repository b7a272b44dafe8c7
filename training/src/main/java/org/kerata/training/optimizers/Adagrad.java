package org.kerata.training.optimizers;

import java.util.List;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.AccumulationUpdates;
import org.kerata.layers.Option;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * Gradients divided by the root of the sum of all their squares so far: {@code a += g², w -= lr · g / √(a + epsilon)}. Keras: {@code
 * keras.optimizers.Adagrad}.
 */
public final class Adagrad extends FluentOptimizer<Adagrad> {
    private final Option<Double> initialAccumulatorValue = option("initial_accumulator_value", DOUBLE, 0.1);
    private final Option<Double> epsilon = option("epsilon", DOUBLE, 1e-7);
    private Slot accumulators = Slot.NONE;

    /** With the learning rate 0.001. */
    public Adagrad() {
        this(0.001);
    }

    /** With this learning rate. */
    public Adagrad(double learningRate) {
        super(learningRate);
    }

    /** With a learning rate that follows from the number of steps. */
    public Adagrad(LearningRateSchedule schedule) {
        super(schedule);
    }

    /** Where the sums begin; 0.1 by default. */
    public Adagrad initialAccumulatorValue(double value) {
        return with(this.initialAccumulatorValue, value);
    }

    /** Keeps the root away from 0; 1e-7 by default. */
    public Adagrad epsilon(double epsilon) {
        return with(this.epsilon, epsilon);
    }

    @Override
    protected void makeSlots(List<Variable> weights) {
        accumulators = slots(weights, List.of(Start.at(initialAccumulatorValue.get(), "accumulator")))
                .get(0);
    }

    @Override
    protected Rule step(Tensor lr) {
        AccumulationUpdates.Adagrad rule = new AccumulationUpdates.Adagrad(epsilon.get());
        return (w, g) -> update(AccumulationUpdates.ADAGRAD, rule, List.of(w, accumulators.of(w)), g, lr);
    }
}
