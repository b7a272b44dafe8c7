package org.kerata.autodiff.internal.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.Reductions;

/** Sums over the batch as partial sums of the slices. */
final class SumFusion {
    private final FusionGraph graph;
    private final ConvolutionFusion convolutions;

    SumFusion(FusionGraph graph, ConvolutionFusion convolutions) {
        this.graph = graph;
        this.convolutions = convolutions;
    }

    /** Whether an op sums over all axes but the channels. */
    static boolean isBiasGradient(OpNode n) {
        if (n.op() != Reductions.SUM) {
            return false;
        }
        Shape s = n.inputs().get(0).shape();
        List<Integer> axes = ((Reductions.Axes) n.attributes()).axes();
        return axes.size() == s.rank() - 1 && !axes.contains(s.rank() - 1);
    }

    /** A sum that the slices take part by part, or that comes with another result. */
    @Nullable
    Tensor sum(OpNode n, Tensor x) {
        if (!FusionGraph.isFloat(x)) {
            return null;
        }
        if (isBiasGradient(n)) {
            for (OpNode user : graph.usersOf(n.inputs().get(0))) {
                if (user.op() == Convolutions.CONV_BACKWARD_KERNEL
                        && user.inputs().get(1).canonical() == n.inputs().get(0).canonical()) {
                    Tensor input = graph.find(user.inputs().get(0));
                    List<Tensor> both = input == null ? List.of() : convolutions.kernelGradient(user, input, x);
                    if (both.size() > 1) {
                        return reshaped(both.get(1), n.output().shape());
                    }
                }
            }
        }
        Tensor made = isBiasGradient(n) ? RecurrentFusion.sums(x) : null;
        if (made != null) {
            return reshaped(Fused.sumOfParts(made), n.output().shape());
        }
        Reductions.Axes axes = (Reductions.Axes) n.attributes();
        if (axes.axes().size() == x.rank() && (graph.slices() == 1 || x.size() < 2 * Cuts.SMALL)) {
            return Fused.TOTAL_SUM.apply(axes, x);
        }
        ReduceTask.View v = ReduceTask.View.of(x.shape(), axes.axes());
        if (graph.slices() == 1
                || v == null
                || v.outer() > 1
                || v.reduced() < graph.slices()
                || x.size() < 2 * Cuts.SMALL) {
            return null;
        }
        return reshaped(
                Fused.sumOfParts(Fused.PARTIAL_SUM.apply(new Fused.Parts(axes, graph.slices()), x)),
                n.output().shape());
    }

    private static Tensor reshaped(Tensor t, Shape s) {
        return t.shape().equals(s) ? t : Ops.reshape(t, s.dims());
    }
}
