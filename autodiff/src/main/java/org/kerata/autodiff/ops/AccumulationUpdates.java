package org.kerata.autodiff.ops;

import java.util.List;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.internal.kernels.AccumulationLoops;

/** Rules of {@link Updates} that add up squares of gradients. */
public final class AccumulationUpdates {
    private static final float SETTLE = (float) Updates.SETTLE;

    private AccumulationUpdates() {}

    /**
     * The settings of {@link #ADAGRAD}.
     *
     * @param epsilon added to the sum of squares under the root
     */
    public record Adagrad(double epsilon) {}

    /** From weight, sum of squares, gradient and rate: the new weight and sum. Duchi, Hazan and Singer, 2011. */
    public static final Op<Adagrad> ADAGRAD = Op.<Adagrad>named("adagrad")
            .shapes((in, a) -> Updates.alike(in, 2))
            .multiPointwise(a -> (blocks, n) -> AccumulationLoops.adagrad(blocks, n, (float) a.epsilon, SETTLE))
            .definition((in, a) -> {
                Tensor g = in.get(2);
                Tensor sum = Updates.settled(in.get(1).plus(Ops.square(g)));
                Tensor w = in.get(0).minus(g.times(in.get(3)).div(Ops.sqrt(sum.plus(a.epsilon))));
                return List.of(w, sum);
            })
            .build();

    /**
     * The settings of {@link #ADADELTA}.
     *
     * @param rho how much of both means stays
     * @param epsilon added to them under the roots
     */
    public record Adadelta(double rho, double epsilon) {}

    /**
     * From weight, mean of squared gradients, mean of squared changes, gradient and rate: the new weight and means. Zeiler, "ADADELTA",
     * 2012.
     */
    public static final Op<Adadelta> ADADELTA = Op.<Adadelta>named("adadelta")
            .shapes((in, a) -> Updates.alike(in, 3))
            .multiPointwise(a -> (blocks, n) -> AccumulationLoops.adadelta(
                    blocks, n, (float) a.rho, (float) (1 - a.rho), (float) a.epsilon, SETTLE))
            .definition((in, a) -> {
                Tensor g = in.get(3);
                Tensor squares = mean(in.get(1), g, a.rho);
                Tensor change = Ops.sqrt(in.get(2).plus(a.epsilon)).times(g).div(Ops.sqrt(squares.plus(a.epsilon)));
                return List.of(in.get(0).minus(change.times(in.get(4))), squares, mean(in.get(2), change, a.rho));
            })
            .build();

    private static Tensor mean(Tensor before, Tensor x, double rho) {
        return Updates.settled(before.times(rho).plus(Ops.square(x).times(1 - rho)));
    }

    /**
     * The settings of {@link #FTRL}.
     *
     * @param power the power of the sum of squares that divides the rate: 0.5 is the root
     * @param l1 how much the sum of magnitudes counts
     * @param l2 how much the sum of squares counts
     * @param shrinkage how much the sum of squares counts in gradients alone
     * @param beta what is added to the root of the sum of squares
     */
    public record Ftrl(double power, double l1, double l2, double shrinkage, double beta) {}

    /**
     * From weight, sum of squares, linear term, gradient and rate: the new weight, sum and term. McMahan et al., "Ad Click Prediction",
     * 2013, with shrinkage.
     */
    public static final Op<Ftrl> FTRL = Op.<Ftrl>named("ftrl")
            .shapes((in, a) -> Updates.alike(in, 3))
            .multiPointwise(a -> (blocks, n) -> AccumulationLoops.ftrl(
                    blocks,
                    n,
                    (float) a.power,
                    (float) a.l1,
                    (float) a.l2,
                    (float) a.shrinkage,
                    (float) a.beta,
                    SETTLE))
            .definition((in, a) -> {
                Tensor w = in.get(0);
                Tensor g = in.get(3);
                Tensor rate = in.get(4);
                Tensor sum = Updates.settled(in.get(1).plus(Ops.square(g)));
                Tensor root = power(sum, a.power);
                Tensor pull = root.minus(power(in.get(1), a.power)).div(rate).times(w);
                Tensor push = a.shrinkage == 0 ? g : g.plus(w.times(2 * a.shrinkage));
                Tensor linear = Updates.settled(in.get(2).plus(push).minus(pull));
                Tensor ridge = Ops.reciprocal(rate).times(a.beta).plus(2 * a.l2);
                Tensor next = Ops.clip(linear, -a.l1, a.l1)
                        .minus(linear)
                        .div(root.div(rate).plus(ridge));
                return List.of(next, sum, linear);
            })
            .build();

    private static Tensor power(Tensor x, double p) {
        return p == 0.5 ? Ops.sqrt(x) : Ops.power(x, Tensor.scalar(p, x.dtype()));
    }
}
