package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.ops.Recurrences;
import org.kerata.autodiff.ops.Recurrences.Arriving;
import org.kerata.autodiff.ops.Recurrences.Recurrence;
import org.kerata.autodiff.ops.Slice;
import org.kerata.autodiff.ops.Structure;

/** Recurrences that write no more than is read: without a gradient nobody reads the gates. Some of their steps are views. */
final class RecurrentFusion {
    private static final Op<Recurrence> LSTM = firsts(Recurrences.LSTM, 3);
    private static final Op<Recurrence> GRU = firsts(Recurrences.GRU, 2);

    /** The settings of the ways back with sums: the slices. */
    record Summed(Arriving arriving, int slices) {}

    private static final Op<Summed> LSTM_GRAD = summed(Recurrences.LSTM_GRAD, 1);
    private static final Op<Summed> GRU_GRAD = summed(Recurrences.GRU_GRAD, 2);

    private RecurrentFusion() {}

    /** A way back with partial sums, a row for each slice, of its first outputs over steps and samples. */
    private static Op<Summed> summed(Op<Arriving> op, int sums) {
        return Op.<Summed>named(op.name())
                .shapes((in, a) -> {
                    List<Spec> out = new ArrayList<>(op.infer(in, a.arriving));
                    for (int i = 0; i < sums; i++) {
                        out.add(out.get(i)
                                .with(Shape.of(a.slices, out.get(i).shape().last())));
                    }
                    return out;
                })
                .kernel((n, a) -> op == Recurrences.LSTM_GRAD
                        ? LstmTask.lowerGradient(n, a.arriving)
                        : GruTask.lowerGradient(n, a.arriving))
                .build();
    }

    /** The way back with the sums that the gradients of biases are, if all slices take part; else null. */
    static @Nullable List<Tensor> withSums(FusionGraph graph, OpNode n, List<Tensor> in) {
        boolean lstm = n.op() == Recurrences.LSTM_GRAD;
        boolean wanted = isSummed(graph, n.outputs().get(0))
                || (!lstm && isSummed(graph, n.outputs().get(1)));
        if (!wanted || !RecurrentTask.isCut(in, graph.slices())) {
            return null;
        }
        Summed a = new Summed((Arriving) n.attributes(), graph.slices());
        return (lstm ? LSTM_GRAD : GRU_GRAD).apply(a, in).subList(0, n.outputs().size());
    }

    private static boolean isSummed(FusionGraph graph, Tensor original) {
        return graph.usersOf(original).stream().anyMatch(SumFusion::isBiasGradient);
    }

    /** The partial sums of an output of a way back; null if it has none. */
    static @Nullable Tensor sums(Tensor x) {
        boolean made = x.node() instanceof OpNode n
                && n.attributes() instanceof Summed
                && x.index() < n.outputs().size() - 3;
        return made ? x.node().outputs().get(3 + x.index()) : null;
    }

    /** The op with its first outputs alone. */
    private static Op<Recurrence> firsts(Op<Recurrence> op, int outputs) {
        return Op.<Recurrence>named(op.name())
                .shapes((in, a) -> op.infer(in, a).subList(0, outputs))
                .kernel((n, a) -> op == Recurrences.LSTM ? LstmTask.lower(n, a) : GruTask.lower(n, a))
                .build();
    }

    /** What stands for the outputs of a recurrence; null if those behind the states are read. */
    static @Nullable List<Tensor> withoutUnread(FusionGraph graph, OpNode n, List<Tensor> in) {
        List<Tensor> original = n.outputs();
        Op<Recurrence> op = n.op() == Recurrences.GRU ? GRU : LSTM;
        int kept = op == GRU ? 2 : 3;
        for (Tensor t : original.subList(kept, original.size())) {
            if (!graph.isUnused(t)) {
                return null;
            }
        }
        List<Tensor> out = new ArrayList<>(op.apply((Recurrence) n.attributes(), in));
        out.addAll(original.subList(kept, original.size()));
        return out;
    }

    /** Steps of a recurrence that follow each other, as a view; null for other slices. */
    static @Nullable Tensor steps(Structure.Slices slices, Tensor x) {
        if (!(x.node() instanceof OpNode n)
                || !(n.attributes() instanceof Recurrence
                        || n.attributes() instanceof Arriving
                        || n.attributes() instanceof Summed)) {
            return null;
        }
        Slice steps = slices.axes().get(0);
        long count = steps.count(x.shape().dim(0));
        boolean others = slices.axes().subList(1, slices.axes().size()).stream().allMatch(Slice.ALL::equals);
        return others && steps.step() == 1 && count > 0
                ? Fused.RANGE.apply(new Fused.Range(steps.first(x.shape().dim(0)), count), x)
                : null;
    }
}
