package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.ops.Activations;
import org.kerata.autodiff.ops.Arithmetic;
import org.kerata.autodiff.ops.Attentions;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.Normalizations;
import org.kerata.autodiff.ops.Pooling;
import org.kerata.autodiff.ops.Recurrences;
import org.kerata.autodiff.ops.Reductions;
import org.kerata.autodiff.ops.RowNormalizations;
import org.kerata.autodiff.ops.Structure;

/**
 * Rewrites a simplified graph for the fast kernels: biases, residuals and activations go into the product or convolution before them;
 * scales that change only with variables go into the weights; sums over the batch become partial sums of the slices; pooling and batch
 * normalisation become the steps between which slices must meet.
 */
final class Fuser extends Rewriter {
    private final FusionGraph graph;
    private final ConvolutionFusion convolutions;
    private final ProductFusion products;
    private final SumFusion sums;
    private final PoolFusion pools;
    private final NormFusion norms;

    private Fuser(Traced t, int slices, boolean merge) {
        this.graph = new FusionGraph(t, slices, merge, this);
        this.convolutions = new ConvolutionFusion(graph);
        this.products = new ProductFusion(graph, convolutions);
        this.sums = new SumFusion(graph, convolutions);
        this.pools = new PoolFusion(graph);
        this.norms = new NormFusion(graph);
    }

    /**
     * The graph for the fast kernels.
     *
     * @param merge whether ops may go into one; else each keeps a result of its own that can be looked at
     */
    static Traced fuse(Traced t, int slices, boolean merge) {
        return new Fuser(t, slices, merge).run(t);
    }

    @Override
    List<Tensor> rewrite(OpNode n, List<Tensor> given) {
        List<Tensor> in = n.op().pointwise() == null ? given : withOwnTruth(n, given);
        List<Tensor> better = better(n, in);
        return better != null ? better : Op.replay(n, in);
    }

    private @Nullable List<Tensor> better(OpNode n, List<Tensor> in) {
        Op<?> op = n.op();
        Object attributes = n.attributes();
        if (op == Convolutions.CONV) {
            return one(convolutions.conv((Convolutions.Convolution) attributes, in));
        } else if (op == Convolutions.CONV_BACKWARD_INPUT) {
            return one(convolutions.convBackwardInput((Convolutions.BackwardInput) attributes, in));
        } else if (op == Convolutions.CONV_BACKWARD_KERNEL) {
            return List.of(convolutions.kernelGradient(n, in.get(0), in.get(1)).get(0));
        } else if (op == Reductions.SUM) {
            return one(sums.sum(n, in.get(0)));
        } else if (op == Pooling.MAX_POOL) {
            return one(pools.maxPool(n, in.get(0)));
        } else if (op == Pooling.MAX_POOL_GRAD) {
            return one(pools.maxPoolGradient(n, in));
        } else if (op == Normalizations.BATCH_NORM) {
            return norms.batchNorm((Normalizations.BatchNorm) attributes, in);
        } else if (op == Normalizations.BATCH_NORM_GRAD) {
            return norms.batchNormGradient((Normalizations.BatchNorm) attributes, n, in);
        } else if (op == RowNormalizations.LAYER_NORM_GRAD || op == RowNormalizations.RMS_NORM_GRAD) {
            boolean rms = op == RowNormalizations.RMS_NORM_GRAD;
            return norms.rowNormGradient((RowNormalizations.RowNorm) attributes, rms, in);
        } else if (op == Attentions.ATTENTION && graph.isUnused(n.outputs().get(1))) {
            Tensor found =
                    Fused.ATTENTION.apply((Attentions.Attention) attributes, in).get(0);
            return List.of(found, n.outputs().get(1));
        } else if (op == Recurrences.LSTM || op == Recurrences.GRU) {
            return RecurrentFusion.withoutUnread(graph, n, in);
        } else if (op == Recurrences.LSTM_GRAD || op == Recurrences.GRU_GRAD) {
            return RecurrentFusion.withSums(graph, n, in);
        } else if (op == Structure.SLICE) {
            return one(RecurrentFusion.steps((Structure.Slices) attributes, in.get(0)));
        } else if (op == Activations.RELU_GRAD) {
            return one(pools.reluGradient(n, in));
        } else if (op == Arithmetic.ADD || op == Arithmetic.SUBTRACT || op == Arithmetic.MULTIPLY) {
            return one(products.afterProduct(n, in));
        } else if (op.pointwise() != null && in.size() == 1) {
            boolean relu = op == Activations.RELU && attributes.equals(Activations.Relu.PLAIN);
            Tensor normal = relu ? norms.reluAfterNorm(n.inputs().get(0), in.get(0)) : null;
            return one(normal != null ? normal : products.activation(n, in.get(0)));
        }
        return null;
    }

    /**
     * Comparisons are made anew for each op that reads them: in one loop with it they cost next to nothing, while truth values in memory
     * are bytes, which no loop reads fast.
     */
    private List<Tensor> withOwnTruth(OpNode n, List<Tensor> given) {
        List<Tensor> in = new ArrayList<>(given);
        for (int i = 0; i < in.size(); i++) {
            Tensor t = in.get(i);
            if (t.dtype() == DType.BOOL
                    && !graph.usedOnce(n.inputs().get(i))
                    && t.node() instanceof OpNode c
                    && LoopTask.accepts(c)
                    && c.inputs().stream().allMatch(x -> x.dtype() == DType.FLOAT32)) {
                in.set(i, Op.replay(c, c.inputs()).get(0));
            }
        }
        return in;
    }

    private static @Nullable List<Tensor> one(@Nullable Tensor t) {
        return t == null ? null : List.of(t);
    }
}
