package org.kerata.training.optimizers.schedules;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Along half a cosine, if asked after a straight rise. Keras: {@code keras.optimizers.schedules.CosineDecay}.
 */
public final class CosineDecay extends LearningRateSchedule {
    private final Option<Double> initialLearningRate = required("initial_learning_rate", DOUBLE);
    private final Option<Integer> decaySteps = required("decay_steps", Kind.positiveInteger());
    private final Option<Double> alpha = option("alpha", DOUBLE, 0.0);
    private final Option<String> name = option("name", STRING, "CosineDecay");
    private final Option<Double> warmupTarget = optional("warmup_target", DOUBLE);
    private final Option<Integer> warmupSteps = option("warmup_steps", Kind.integer("at least 0", n -> n >= 0), 0);

    CosineDecay() {}

    /** From an initial rate to 0. */
    public CosineDecay(double initialLearningRate, int decaySteps) {
        this.initialLearningRate.set(initialLearningRate);
        this.decaySteps.set(decaySteps);
    }

    /** The final rate as a share of the highest; 0 by default. */
    public CosineDecay alpha(double alpha) {
        return with(this.alpha, alpha);
    }

    /** The rate to rise to before the decay; without it, there is no rise. */
    public CosineDecay warmupTarget(double warmupTarget) {
        return with(this.warmupTarget, warmupTarget);
    }

    /** How many steps the rise takes; 0 by default. */
    public CosineDecay warmupSteps(int warmupSteps) {
        return with(this.warmupSteps, warmupSteps);
    }

    /** The name. */
    public CosineDecay name(String name) {
        return with(this.name, name);
    }

    @Override
    public Tensor at(Tensor step) {
        double start = initialLearningRate.get();
        Double target = warmupTarget.orNull();
        if (target == null) {
            return decayed(step, start);
        }
        double rise = warmupSteps.get();
        Tensor down = decayed(step.minus(rise), target);
        if (rise == 0) {
            return down;
        }
        Tensor up = step.div(rise).times(target - start).plus(start);
        return Ops.where(step.less(rise), up, down);
    }

    private Tensor decayed(Tensor step, double from) {
        double steps = decaySteps.get();
        Tensor done = Ops.minimum(step, Tensor.scalar(steps)).div(steps);
        Tensor cosine = Ops.cos(done.times(Math.PI)).plus(1).times(0.5);
        return cosine.times(1 - alpha.get()).plus(alpha.get()).times(from);
    }
}
