package org.kerata.autodiff.internal.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.ops.Activations;
import org.kerata.autodiff.ops.Pooling;

/** Maxima of windows and their gradients. */
final class PoolFusion {
    private final FusionGraph graph;

    PoolFusion(FusionGraph graph) {
        this.graph = graph;
    }

    /** A maximum that remembers its places, if its gradient is wanted. */
    @Nullable
    Tensor maxPool(OpNode n, Tensor x) {
        boolean remembered = graph.usersOf(n.output()).stream().anyMatch(u -> isGradientOf(u, n));
        if (!remembered || !PoolTask.fits(n) || x.shape().dim(0) < graph.slices()) {
            return null;
        }
        Pooling.Pool p = (Pooling.Pool) n.attributes();
        long bytes = PoolTask.workspace(p, x.shape(), graph.imagesPerSlice(x.shape()));
        return Fused.MAX_POOL
                .apply(new Fused.MaxPool(p, x.shape(), graph.slices(), bytes), List.of(x))
                .get(0);
    }

    private static boolean isGradientOf(OpNode u, OpNode pool) {
        return u.op() == Pooling.MAX_POOL_GRAD
                && u.attributes().equals(pool.attributes())
                && u.inputs().get(1).canonical() == pool.output()
                && u.inputs().get(0).canonical() == pool.inputs().get(0).canonical();
    }

    /** The gradient of a maximum, from its places. */
    @Nullable
    Tensor maxPoolGradient(OpNode n, List<Tensor> in) {
        boolean same = n.inputs().get(1).canonical().node() instanceof OpNode pool && isGradientOf(n, pool);
        if (!same || !(in.get(1).node() instanceof OpNode f) || f.op() != Fused.MAX_POOL) {
            return null;
        }
        return Fused.MAX_POOL_BACKWARD.apply(
                (Fused.MaxPool) f.attributes(), in.get(2), f.outputs().get(1));
    }

    /**
     * The gradient of a rectifier under a maximum: an element of a window gets a gradient only if it is the maximum, so the smaller
     * gradient of the maximum can be masked instead of the larger one of the rectifier.
     */
    @Nullable
    Tensor reluGradient(OpNode n, List<Tensor> in) {
        if (!(in.get(0).node() instanceof OpNode back)
                || back.op() != Fused.MAX_POOL_BACKWARD
                || !graph.usedOnce(n.inputs().get(0))
                || !n.attributes().equals(Activations.Relu.PLAIN)) {
            return null;
        }
        OpNode forward = (OpNode) back.inputs().get(1).node();
        if (forward.inputs().get(0).canonical() != in.get(1).canonical()) {
            return null;
        }
        Tensor masked = Activations.RELU_GRAD.apply(
                Activations.Relu.PLAIN, back.inputs().get(0), forward.outputs().get(0));
        return Fused.MAX_POOL_BACKWARD.apply(
                (Fused.MaxPool) back.attributes(), masked, back.inputs().get(1));
    }
}
