package org.kerata.training.optimizers.schedules;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Along half cosines, one after the other. Keras: {@code keras.optimizers.schedules.CosineDecayRestarts}.
 */
public final class CosineDecayRestarts extends LearningRateSchedule {
    private final Option<Double> initialLearningRate = required("initial_learning_rate", DOUBLE);
    private final Option<Integer> firstDecaySteps = required("first_decay_steps", Kind.positiveInteger());
    private final Option<Double> tMul = option("t_mul", DOUBLE, 2.0);
    private final Option<Double> mMul = option("m_mul", DOUBLE, 1.0);
    private final Option<Double> alpha = option("alpha", DOUBLE, 0.0);
    private final Option<String> name = option("name", STRING, "SGDRDecay");

    CosineDecayRestarts() {}

    /** From an initial rate to 0, first in so many steps, then each time in twice as many. */
    public CosineDecayRestarts(double initialLearningRate, int firstDecaySteps) {
        this.initialLearningRate.set(initialLearningRate);
        this.firstDecaySteps.set(firstDecaySteps);
    }

    /** How much longer each way is than the one before; 2 by default. */
    public CosineDecayRestarts tMul(double tMul) {
        return with(this.tMul, tMul);
    }

    /** How much lower each start is than the one before; 1 by default. */
    public CosineDecayRestarts mMul(double mMul) {
        return with(this.mMul, mMul);
    }

    /** The final rate as a share of the first; 0 by default. */
    public CosineDecayRestarts alpha(double alpha) {
        return with(this.alpha, alpha);
    }

    /** The name. */
    public CosineDecayRestarts name(String name) {
        return with(this.name, name);
    }

    @Override
    public Tensor at(Tensor step) {
        double t = tMul.get();
        Tensor done = step.div(firstDecaySteps.get());
        Tensor restart;
        Tensor within;
        if (t == 1) {
            restart = Ops.floor(done);
            within = done.minus(restart);
        } else {
            restart = Ops.floor(Ops.log(done.times(t - 1).plus(1)).div(Tensor.scalar(Math.log(t))));
            Tensor length = Ops.power(Tensor.scalar(t), restart);
            Tensor before = length.minus(1).div(t - 1);
            within = done.minus(before).div(length);
        }
        Tensor height = Ops.power(Tensor.scalar(mMul.get()), restart);
        Tensor cosine = Ops.cos(within.times(Math.PI)).plus(1).times(0.5).times(height);
        return cosine.times(1 - alpha.get()).plus(alpha.get()).times(initialLearningRate.get());
    }
}
