package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.ops.Activations;
import org.kerata.autodiff.ops.Normalizations;
import org.kerata.autodiff.ops.RowNormalizations;

/** Normalisation as steps between which the slices meet. */
final class NormFusion {
    private final FusionGraph graph;

    NormFusion(FusionGraph graph) {
        this.graph = graph;
    }

    /** Batch normalisation as partial moments, their combination, and the normalisation itself. */
    @Nullable
    List<Tensor> batchNorm(Normalizations.BatchNorm a, List<Tensor> in) {
        Tensor x = in.get(0);
        if (!FusionGraph.isFloat(x) || x.rank() > 5 || x.shape().dim(0) < graph.slices()) {
            return null;
        }
        Fused.Norm norm = new Fused.Norm(a.epsilon(), false, graph.slices(), 0);
        Tensor parts = Fused.MOMENTS.apply(norm, x);
        List<Tensor> moments = Fused.COMBINE.apply(new Fused.Batch(x.shape()), List.of(parts));
        Tensor y = Fused.NORMALISE
                .apply(norm, List.of(x, moments.get(0), moments.get(1), in.get(1), in.get(2)))
                .get(0);
        return List.of(y, moments.get(0), moments.get(1));
    }

    /** A rectifier as part of the normalisation before it. */
    @Nullable
    Tensor reluAfterNorm(Tensor original, Tensor x) {
        if (!graph.usedOnce(original) || !(x.node() instanceof OpNode n) || n.op() != Fused.NORMALISE) {
            return null;
        }
        Fused.Norm a = (Fused.Norm) n.attributes();
        if (a.relu()) {
            return null;
        }
        long bytes = BatchNormTask.workspace(x.shape(), a.epsilon(), graph.imagesPerSlice(x.shape()));
        return Fused.NORMALISE
                .apply(new Fused.Norm(a.epsilon(), true, graph.slices(), bytes), n.inputs())
                .get(0);
    }

    /** The gradients: by oneDNN as if the statistics were constants, then corrected for their part. */
    @Nullable
    List<Tensor> batchNormGradient(Normalizations.BatchNorm a, OpNode n, List<Tensor> in) {
        Tensor x = in.get(0);
        if (!FusionGraph.isFloat(x) || x.rank() > 5 || x.shape().dim(0) < graph.slices()) {
            return null;
        }
        Tensor dy = in.get(4);
        List<Tensor> args = new ArrayList<>(List.of(x, in.get(2), in.get(3), in.get(1), dy));
        Fused.Norm norm = new Fused.Norm(a.epsilon(), false, graph.slices(), 0);
        if (graph.usedOnce(n.inputs().get(4))
                && dy.node() instanceof OpNode mask
                && mask.op() == Activations.RELU_GRAD) {
            Tensor open = mask.inputs().get(1);
            if (open.node() instanceof OpNode f
                    && f.op() == Fused.NORMALISE
                    && ((Fused.Norm) f.attributes()).relu()
                    && f.inputs().get(0).canonical() == x.canonical()
                    && f.inputs().get(3).canonical() == in.get(1).canonical()) {
                norm = (Fused.Norm) f.attributes();
                args.set(4, mask.inputs().get(0));
                args.add(f.outputs().get(1));
            }
        }
        List<Tensor> back = Fused.NORMALISE_BACKWARD.apply(norm, args);
        Tensor dgamma = Fused.sumOfParts(back.get(1));
        Tensor dbeta = Fused.sumOfParts(back.get(2));
        double count = (double) x.size() / x.shape().last();
        Tensor root = Ops.rsqrt(in.get(3).plus(a.epsilon()));
        Tensor slope = dgamma.times(in.get(1)).times(root).times(root).times(-1 / count);
        Tensor offset = dbeta.times(in.get(1)).times(root).times(-1 / count).minus(slope.times(in.get(2)));
        Tensor dx = back.get(0).plus(x.times(slope)).plus(offset);
        return Arrays.asList(dx, dgamma, dbeta);
    }

    /** The gradients of rows' normalisation, with partial sums for scale and shift. */
    @Nullable
    List<Tensor> rowNormGradient(RowNormalizations.RowNorm a, boolean rms, List<Tensor> in) {
        Tensor x = in.get(0);
        if (!FusionGraph.isFloat(x)) {
            return null;
        }
        int parts = x.size() / x.shape().last() >= graph.slices() ? graph.slices() : 1;
        List<Tensor> out =
                new ArrayList<>(Fused.ROW_NORM_BACKWARD.apply(new Fused.RowNorm(a.epsilon(), rms, parts), in));
        for (int i = 1; i < out.size(); i++) {
            out.set(i, Fused.sumOfParts(out.get(i)));
        }
        return out;
    }
}
