package org.kerata.autodiff.ops;

import java.util.List;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.internal.kernels.MomentLoops;

/** Rules of {@link Updates} that follow the mean of gradients, akin to Adam. */
public final class MomentUpdates {
    private static final float SETTLE = (float) Updates.SETTLE;

    private MomentUpdates() {}

    /**
     * From weight, mean, largest gradient, gradient and rate (the learning rate with the correction of the mean): the new weight, mean and
     * largest gradient. Kingma and Ba, "Adam", 2014, section 7.
     */
    public static final Op<Updates.Adam> ADAMAX = Op.<Updates.Adam>named("adamax")
            .shapes((in, a) -> Updates.alike(in, 3))
            .multiPointwise(a -> (blocks, n) -> MomentLoops.adamax(
                    blocks, n, (float) (1 - a.beta1()), (float) a.beta2(), (float) a.epsilon(), SETTLE))
            .definition((in, a) -> {
                Tensor g = in.get(3);
                Tensor m = towards(in.get(1), g, 1 - a.beta1());
                Tensor u = Updates.settled(Ops.maximum(in.get(2).times(a.beta2()), Ops.abs(g)));
                return List.of(in.get(0).minus(m.times(in.get(4)).div(u.plus(a.epsilon()))), m, u);
            })
            .build();

    /**
     * From weight, mean, mean of squares, gradient, the rates with which mean and gradient move the weight, and by what the mean of squares
     * is multiplied to correct it: the new weight, mean and mean of squares. Dozat, "Incorporating Nesterov Momentum into Adam", 2016.
     */
    public static final Op<Updates.Adam> NADAM = Op.<Updates.Adam>named("nadam")
            .shapes((in, a) -> Updates.alike(in, 3))
            .multiPointwise(a -> (blocks, n) ->
                    MomentLoops.nadam(blocks, n, rest(a.beta1()), rest(a.beta2()), (float) a.epsilon(), SETTLE))
            .definition((in, a) -> {
                Tensor g = in.get(3);
                Tensor m = towards(in.get(1), g, rest(a.beta1()));
                Tensor v = towards(in.get(2), Ops.square(g), rest(a.beta2()));
                Tensor push = m.times(in.get(4)).plus(g.times(in.get(5)));
                Tensor w = in.get(0).minus(push.div(Ops.sqrt(v.times(in.get(6))).plus(a.epsilon())));
                return List.of(w, m, v);
            })
            .build();

    /**
     * The settings of {@link #LION}.
     *
     * @param beta1 how much the momentum counts in a step
     * @param beta2 how much of the momentum stays
     */
    public record Lion(double beta1, double beta2) {}

    /**
     * From weight, momentum, gradient and rate: the new weight and momentum. Chen et al., "Symbolic Discovery of Optimization Algorithms",
     * 2023.
     */
    public static final Op<Lion> LION = Op.<Lion>named("lion")
            .shapes((in, a) -> Updates.alike(in, 2))
            .multiPointwise(a -> (blocks, n) -> MomentLoops.lion(blocks, n, (float) a.beta1, (float) a.beta2, SETTLE))
            .definition((in, a) -> {
                Tensor m = in.get(1);
                Tensor g = in.get(2);
                Tensor push = m.times(a.beta1).plus(g.times(rest(a.beta1)));
                Tensor w = in.get(0).minus(Ops.sign(push).times(in.get(3)));
                return List.of(w, Updates.settled(m.times(a.beta2).plus(g.times(rest(a.beta2)))));
            })
            .build();

    /**
     * From weight, base, mean of squares, gradient, rate, by what the mean of squares is multiplied to correct it, and the base's share in
     * the mean of all bases: the new weight, base and mean of squares. The weight lies between base and mean; where the mean is, follows
     * from both. Defazio et al., "The Road Less Scheduled", 2024.
     */
    public static final Op<Updates.Adam> SCHEDULE_FREE = Op.<Updates.Adam>named("schedule_free")
            .shapes((in, a) -> Updates.alike(in, 3))
            .multiPointwise(a -> (blocks, n) -> MomentLoops.scheduleFree(
                    blocks, n, (float) a.beta1(), rest(a.beta2()), (float) a.epsilon(), SETTLE))
            .definition((in, a) -> {
                Tensor g = in.get(3);
                Tensor share = in.get(6);
                Tensor v = towards(in.get(2), Ops.square(g), rest(a.beta2()));
                Tensor spread = Ops.sqrt(v.times(in.get(5))).plus(a.epsilon());
                Tensor base = Updates.settled(in.get(1).minus(g.times(in.get(4)).div(spread)));
                Tensor mean = in.get(0).minus(in.get(1).times(rest(a.beta1()))).div(a.beta1());
                mean = mean.times(share.unaryMinus().plus(1)).plus(base.times(share));
                return List.of(base.times(rest(a.beta1())).plus(mean.times(a.beta1())), base, v);
            })
            .build();

    private static Tensor towards(Tensor mean, Tensor x, double share) {
        return Updates.settled(mean.plus(x.minus(mean).times(share)));
    }

    /** 1 less this, as Keras computes it from the float32. */
    private static float rest(double beta) {
        return 1 - (float) beta;
    }
}
