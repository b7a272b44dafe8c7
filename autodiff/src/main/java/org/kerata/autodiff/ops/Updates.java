package org.kerata.autodiff.ops;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.compile.RowUpdateTask;
import org.kerata.autodiff.internal.kernels.UpdateLoops;

/** What optimizers do to a weight and its slots in one step; each element for itself. */
public final class Updates {
    /**
     * Added to slots and taken away again: what is far below any useful value becomes 0 and never a denormal number, on which processors
     * are slow. It is so far above those that what is left of a fading slot (a few units in the last place of this) gives no denormal
     * product with a learning rate either.
     */
    public static final double SETTLE = 1e-25;

    private Updates() {}

    /**
     * The settings of {@link #ADAM}.
     *
     * @param beta1 how much of the mean of gradients stays
     * @param beta2 how much of the mean of their squares stays
     * @param epsilon added to the root of the mean of squares, which is not corrected
     */
    public record Adam(double beta1, double beta2, double epsilon) {}

    /**
     * From weight, mean, mean of squares, gradient and rate (a single number: the learning rate with the corrections of both means): the new
     * weight, mean and mean of squares. Kingma and Ba, "Adam", 2014, in the form at the end of its section 2, as in Keras.
     */
    public static final Op<Adam> ADAM = Op.<Adam>named("adam")
            .shapes((in, a) -> {
                requireAlike(in.subList(0, 4));
                if (in.get(4).shape().rank() != 0
                        || in.get(4).dtype() != in.get(0).dtype()) {
                    throw new ShapeException(
                            "The rate must be a single number of the weight's type. Received: " + in.get(4) + ".");
                }
                return List.of(in.get(0), in.get(0), in.get(0));
            })
            .multiPointwise(a -> (blocks, n) -> UpdateLoops.adam(
                    blocks, n, (float) (1 - a.beta1), (float) (1 - a.beta2), (float) a.epsilon, (float) SETTLE))
            .definition((in, a) -> {
                Tensor g = in.get(3);
                Tensor m = settled(in.get(1).plus(g.minus(in.get(1)).times(1 - a.beta1)));
                Tensor v = settled(in.get(2).plus(Ops.square(g).minus(in.get(2)).times(1 - a.beta2)));
                Tensor w = in.get(0).minus(m.times(in.get(4)).div(Ops.sqrt(v).plus(a.epsilon)));
                return List.of(w, m, v);
            })
            .build();

    /** As {@link #ADAM} with the largest mean of squares so far behind the mean of squares, which divides. Reddi et al., 2018. */
    public static final Op<Adam> AMSGRAD = Op.<Adam>named("amsgrad")
            .shapes((in, a) -> alike(in, 4))
            .multiPointwise(a -> (blocks, n) -> UpdateLoops.amsgrad(
                    blocks, n, (float) (1 - a.beta1), (float) (1 - a.beta2), (float) a.epsilon, (float) SETTLE))
            .definition((in, a) -> {
                Tensor g = in.get(4);
                Tensor m = settled(in.get(1).plus(g.minus(in.get(1)).times(1 - a.beta1)));
                Tensor v = settled(in.get(2).plus(Ops.square(g).minus(in.get(2)).times(1 - a.beta2)));
                Tensor most = Ops.maximum(in.get(3), v);
                Tensor w = in.get(0).minus(m.times(in.get(5)).div(Ops.sqrt(most).plus(a.epsilon)));
                return List.of(w, m, v, most);
            })
            .build();

    /** From weight, gradient and rate: the new weight. */
    public static final Op<NoAttributes> DESCENT = Op.plain("descent")
            .shapes((in, a) -> alike(in, 1))
            .multiPointwise(a -> UpdateLoops::descent)
            .definition((in, a) -> List.of(in.get(0).minus(in.get(1).times(in.get(2)))))
            .build();

    /**
     * The settings of {@link #MOMENTUM}.
     *
     * @param keep how much of the last step goes on
     * @param nesterov whether the gradient counts as taken where momentum leads
     */
    public record Momentum(double keep, boolean nesterov) {}

    /** From weight, momentum, gradient and rate: the new weight and momentum. */
    public static final Op<Momentum> MOMENTUM = Op.<Momentum>named("momentum")
            .shapes((in, a) -> alike(in, 2))
            .multiPointwise(
                    a -> (blocks, n) -> UpdateLoops.momentum(blocks, n, (float) a.keep, a.nesterov, (float) SETTLE))
            .definition((in, a) -> {
                Tensor push = in.get(2).times(in.get(3));
                Tensor m = settled(in.get(1).times(a.keep).minus(push));
                return List.of(in.get(0).plus(a.nesterov ? m.times(a.keep).minus(push) : m), m);
            })
            .build();

    /**
     * The settings of {@link #RMSPROP}.
     *
     * @param rho how much of the mean of squares stays
     * @param epsilon added to it under the root
     */
    public record Rmsprop(double rho, double epsilon) {}

    /** From weight, mean of squares, gradient and rate: the new weight and mean. Tieleman and Hinton, 2012. */
    public static final Op<Rmsprop> RMSPROP = Op.<Rmsprop>named("rmsprop")
            .shapes((in, a) -> alike(in, 2))
            .multiPointwise(a -> (blocks, n) -> UpdateLoops.rmsprop(
                    blocks, n, (float) a.rho, (float) (1 - a.rho), (float) a.epsilon, (float) SETTLE))
            .definition((in, a) -> {
                Tensor g = in.get(2);
                Tensor v = settled(in.get(1).times(a.rho).plus(Ops.square(g).times(1 - a.rho)));
                Tensor w = in.get(0).minus(g.times(in.get(3)).div(Ops.sqrt(v.plus(a.epsilon))));
                return List.of(w, v);
            })
            .build();

    /**
     * The settings of {@link #ROWS}.
     *
     * @param rule an update of whole weights, each element for itself
     * @param settings its settings
     * @param state how many tensors it changes: the weight and its slots
     */
    public record Rows(Op<?> rule, Object settings, int state) {}

    /** How many numbers {@link #ROWS} adds up for the weight's check. */
    static final int CHECKS = 64;

    /**
     * An update by the gradient of a lookup: from the weight and its slots, row numbers, the gradients of those rows (in the order of
     * the numbers; several for a row are added up), and the rule's single numbers. Besides the new weight and slots it gives {@value #CHECKS} numbers whose
     * sum is 0 if the weight is finite, else NaN. What was not looked up has a gradient of 0, and is passed over where that changes
     * nothing.
     */
    public static final Op<Rows> ROWS = Op.<Rows>named("update_rows")
            .shapes((in, a) -> {
                List<Spec> out = new ArrayList<>(alike(in.subList(0, a.state), a.state));
                Shape expected =
                        in.get(0).shape().with(0, in.get(a.state).shape().dim(0));
                if (!in.get(a.state + 1).shape().equals(expected)) {
                    throw new ShapeException("The gradients of the rows must have shape " + expected + ". Received: "
                            + in.get(a.state + 1) + ".");
                }
                out.add(in.get(0).with(Shape.of(CHECKS)));
                return out;
            })
            .kernel(RowUpdateTask::lower)
            .overwrites()
            .definition((in, a) -> {
                Tensor w = in.get(0);
                List<Tensor> all = new ArrayList<>(in.subList(0, a.state));
                all.add(Lookups.SCATTER_ADD.apply(
                        new Lookups.Into(new Lookups.Along(0, false), w.shape()),
                        in.get(a.state),
                        in.get(a.state + 1)));
                all.addAll(in.subList(a.state + 2, in.size()));
                List<Tensor> out = new ArrayList<>(dense(a.rule, a.settings, all));
                out.add(Ops.broadcastTo(out.get(0).times(0).sum(), Shape.of(CHECKS)));
                return out;
            })
            .build();

    /**
     * Applies a rule to a weight and its slots. A gradient that is nothing but that of lookups is taken as it is, row by row.
     *
     * @param rule the rule: an op of this family
     * @param settings its settings
     * @param state the weight and its slots, as many as the rule changes
     * @param gradient the weight's gradient
     * @param numbers the rule's single numbers, such as the learning rate
     * @return what becomes of the weight and its slots
     */
    public static <A> List<Tensor> update(
            Op<A> rule, A settings, List<? extends Tensor> state, Tensor gradient, Tensor... numbers) {
        List<Tensor> in = new ArrayList<>(state);
        Gradients.Rows rows = Gradients.rows(gradient);
        if (rows != null && gradient.dtype() == DType.FLOAT32) {
            in.add(rows.numbers());
            in.add(rows.gradients());
            in.addAll(List.of(numbers));
            return ROWS.apply(new Rows(rule, settings, state.size()), in).subList(0, state.size());
        }
        in.add(gradient);
        in.addAll(List.of(numbers));
        return rule == ADAM ? rule.apply(settings, in) : dense(rule, settings, in);
    }

    @SuppressWarnings("unchecked")
    private static List<Tensor> dense(Op<?> rule, Object settings, List<Tensor> in) {
        Op<Object> op = (Op<Object>) rule;
        Op.Definition<Object> d = op.definition();
        return op == (Op<?>) ADAM || d == null ? op.apply(settings, in) : d.outputs(in, settings);
    }

    /** 0 if all elements of a weight are finite, else NaN; taken from its update where that has seen to it. */
    public static Tensor check(Tensor weight) {
        Tensor w = weight.canonical();
        boolean updated = w.node() instanceof OpNode n && n.op() == ROWS && w.index() == 0;
        if (updated) {
            List<Tensor> all = w.node().outputs();
            return all.get(all.size() - 1).sum();
        }
        return weight.times(0).sum();
    }

    /** The same values, but for tiny ones, which become 0. */
    public static Tensor settled(Tensor slot) {
        return slot.dtype() == DType.FLOAT32 ? slot.plus(SETTLE).minus(SETTLE) : slot;
    }

    /** What the update of so many tensors gives; behind them stands their gradient, unless it is not there, and then single numbers. */
    static List<Spec> alike(List<Spec> in, int state) {
        requireAlike(in.subList(0, Math.min(in.size(), state + 1)));
        return List.copyOf(in.subList(0, state));
    }

    private static void requireAlike(List<Spec> in) {
        Shape s = in.get(0).shape();
        for (Spec other : in) {
            if (!other.shape().equals(s) || other.dtype() != in.get(0).dtype()) {
                throw new ShapeException(
                        "Weight, gradient and slots must be alike. Received: " + in.get(0) + " and " + other + ".");
            }
        }
    }
}
