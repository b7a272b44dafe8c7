package org.kerata.training.optimizers;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.Updates;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * {@link Adam}'s step, made as long as the weight itself for each weight: for large batches. You et al., "Large Batch Optimization for Deep
 * Learning", 2019. Keras: {@code keras.optimizers.Lamb}.
 */
public final class Lamb extends MomentOptimizer<Lamb> {
    /** With the learning rate 0.001. */
    public Lamb() {
        this(0.001);
    }

    /** With this learning rate. */
    public Lamb(double learningRate) {
        super(learningRate, 1e-7);
    }

    /** With a learning rate that follows from the number of steps. */
    public Lamb(LearningRateSchedule schedule) {
        super(schedule, 1e-7);
    }

    @Override
    protected Rule step(Tensor lr) {
        Updates.Adam r = rates();
        Tensor correction1 = correction1();
        Tensor correction2 = correction2();
        return (w, g) -> {
            Variable m = state(w).get(1);
            Variable v = state(w).get(2);
            m.assign(settled(m.plus(g.minus(m).times(1 - r.beta1()))));
            v.assign(settled(v.plus(Ops.square(g).minus(v).times(1 - r.beta2()))));
            Tensor spread = Ops.sqrt(v.div(correction2.cast(w.dtype()))).plus(r.epsilon());
            Tensor push = m.div(correction1.cast(w.dtype())).div(spread);
            Tensor length = norm(w);
            Tensor pushed = norm(push);
            Tensor both = Ops.logicalAnd(length.greater(0), pushed.greater(0));
            Tensor ratio = Ops.where(both, length.div(pushed), Ops.onesLike(length));
            w.assign(w.minus(push.times(ratio.times(lr.cast(w.dtype())))));
        };
    }

    private static Tensor norm(Tensor x) {
        return Ops.sqrt(Ops.square(x).sum());
    }
}
