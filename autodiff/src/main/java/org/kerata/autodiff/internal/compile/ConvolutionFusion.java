package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.ops.Convolutions;

/** Convolutions on kernels in the layout that oneDNN likes best, and their gradients as partial sums of the slices. */
final class ConvolutionFusion {
    private final FusionGraph graph;
    private final Map<List<Object>, Tensor> packed = new HashMap<>();
    private final Map<OpNode, List<Tensor>> kernelGradients = new IdentityHashMap<>();

    ConvolutionFusion(FusionGraph graph) {
        this.graph = graph;
    }

    /** A convolution on a packed kernel. */
    @Nullable
    Tensor conv(Convolutions.Convolution c, List<Tensor> in) {
        if (!FusionGraph.isFloat(in.get(0)) || in.get(1).size() == 0) {
            return null;
        }
        ConvGeometry g = ConvGeometry.of(c, in.get(0).shape(), in.get(1).shape());
        Layout kernel = ConvTask.kernelLayout(g, graph.imagesPerSlice(g.input()), Epilogue.NONE);
        return Fused.CONV.apply(new Fused.Conv(g, kernel, Epilogue.NONE), in.get(0), pack(in.get(1), g, kernel));
    }

    /** The gradient of its input on a packed kernel. */
    @Nullable
    Tensor convBackwardInput(Convolutions.BackwardInput a, List<Tensor> in) {
        if (!FusionGraph.isFloat(in.get(0)) || in.get(1).size() == 0) {
            return null;
        }
        ConvGeometry g = ConvGeometry.of(a.convolution(), a.input(), in.get(1).shape());
        Layout kernel = ConvBackwardInputTask.kernelLayout(g, graph.imagesPerSlice(g.input()));
        return Fused.CONV_BACKWARD_INPUT.apply(
                new Fused.Conv(g, kernel, Epilogue.NONE), in.get(0), pack(in.get(1), g, kernel));
    }

    /** Weights in another layout; the same for all that want it. */
    Tensor pack(Tensor weights, ConvGeometry g, Layout to) {
        Layout from = g.kernelLayout();
        for (Map.Entry<List<Object>, Tensor> e : packed.entrySet()) {
            if (e.getKey().get(0) == weights.canonical() && ((Layout) e.getKey().get(1)).sameAs(to)) {
                return e.getValue();
            }
        }
        Tensor t = from.sameAs(to)
                ? Ops.reshape(weights, weights.size())
                : Fused.PACK.apply(new Fused.Packing(from, to), weights);
        packed.put(List.of(weights.canonical(), to), t);
        return t;
    }

    /** The gradients of a convolution's kernel and, if the graph sums the same dy over all but the channels, of its bias. */
    List<Tensor> kernelGradient(OpNode n, Tensor x, Tensor dy) {
        if (!FusionGraph.isFloat(x) || dy.size() == 0) {
            return Op.replay(n, List.of(x, dy));
        }
        List<Tensor> known = kernelGradients.get(n);
        if (known != null) {
            return known;
        }
        Convolutions.BackwardKernel a = (Convolutions.BackwardKernel) n.attributes();
        ConvGeometry g = ConvGeometry.of(a.convolution(), x.shape(), a.kernel());
        boolean bias = graph.usersOf(n.inputs().get(1)).stream().anyMatch(SumFusion::isBiasGradient);
        int parts = (int) Math.min(graph.slices(), x.shape().dim(0));
        List<Tensor> sums = Fused.CONV_BACKWARD_KERNEL.apply(new Fused.ConvSums(g, parts, bias), List.of(x, dy));
        List<Tensor> out = new ArrayList<>();
        for (Tensor s : sums) {
            out.add(Fused.sumOfParts(s));
        }
        kernelGradients.put(n, out);
        return out;
    }
}
