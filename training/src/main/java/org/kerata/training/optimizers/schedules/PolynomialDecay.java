package org.kerata.training.optimizers.schedules;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * From an initial to a final rate along a power of the remaining share of steps. Keras: {@code keras.optimizers.schedules.PolynomialDecay}.
 */
public final class PolynomialDecay extends LearningRateSchedule {
    private final Option<Double> initialLearningRate = required("initial_learning_rate", DOUBLE);
    private final Option<Integer> decaySteps = required("decay_steps", Kind.positiveInteger());
    private final Option<Double> endLearningRate = option("end_learning_rate", DOUBLE, 0.0001);
    private final Option<Double> power = option("power", DOUBLE, 1.0);
    private final Option<Boolean> cycle = option("cycle", BOOL, false);
    private final Option<String> name = option("name", STRING, "PolynomialDecay");

    PolynomialDecay() {}

    /** From an initial rate to 0.0001, on a straight line. */
    public PolynomialDecay(double initialLearningRate, int decaySteps) {
        this.initialLearningRate.set(initialLearningRate);
        this.decaySteps.set(decaySteps);
    }

    /** The final rate; 0.0001 by default. */
    public PolynomialDecay endLearningRate(double endLearningRate) {
        return with(this.endLearningRate, endLearningRate);
    }

    /** The exponent; 1 by default. */
    public PolynomialDecay power(double power) {
        return with(this.power, power);
    }

    /** Whether it begins again, with ever longer ways, when it has reached the end; false by default. */
    public PolynomialDecay cycle(boolean cycle) {
        return with(this.cycle, cycle);
    }

    /** The name. */
    public PolynomialDecay name(String name) {
        return with(this.name, name);
    }

    @Override
    public Tensor at(Tensor step) {
        double steps = decaySteps.get();
        double end = endLearningRate.get();
        Tensor way = Tensor.scalar(steps);
        Tensor now = step;
        if (cycle.get()) {
            way = way.times(Ops.maximum(Ops.ceil(step.div(steps)), Tensor.scalar(1)));
        } else {
            now = Ops.minimum(step, way);
        }
        Tensor left = now.div(way).unaryMinus().plus(1);
        return left.pow(power.get()).times(initialLearningRate.get() - end).plus(end);
    }
}
