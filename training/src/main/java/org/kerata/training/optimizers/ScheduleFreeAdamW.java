package org.kerata.training.optimizers;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.MomentUpdates;
import org.kerata.layers.Option;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * {@link Adam} without momentum on a base z, whose mean over all steps takes the place of a falling learning rate: weights, where gradients
 * are taken, lie between base and mean. Keras: {@code keras.optimizers.ScheduleFreeAdamW}.
 */
public final class ScheduleFreeAdamW extends MomentOptimizer<ScheduleFreeAdamW> {
    private final Option<Integer> warmupSteps = option("warmup_steps", INT, 0);

    /** With the learning rate 0.0025. */
    public ScheduleFreeAdamW() {
        this(0.0025);
    }

    /** With this learning rate. */
    public ScheduleFreeAdamW(double learningRate) {
        super(learningRate, 1e-8);
    }

    /** With a learning rate that follows from the number of steps. */
    public ScheduleFreeAdamW(LearningRateSchedule schedule) {
        super(schedule, 1e-8);
    }

    /** Over how many steps the learning rate grows to its value; 0 by default. */
    public ScheduleFreeAdamW warmupSteps(int steps) {
        return with(this.warmupSteps, steps);
    }

    /** The base, which begins where the weight does. */
    @Override
    Start mean() {
        return new Start("momentum", w -> w);
    }

    @Override
    protected Rule step(Tensor lr) {
        int warmup = warmupSteps.get();
        Tensor rate = warmup > 0 ? lr.times(Ops.minimum(now().div(warmup), Tensor.scalar(1))) : lr;
        Tensor correction = Ops.reciprocal(correction2());
        Tensor share = Ops.reciprocal(now());
        return (w, g) -> update(MomentUpdates.SCHEDULE_FREE, rates(), state(w), g, rate, correction, share);
    }
}
