package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Pointwise;
import org.kerata.autodiff.ops.Arithmetic;
import org.kerata.autodiff.ops.LinearAlgebra;

/** Biases, residuals, scales and activations as part of the product or convolution before them. */
final class ProductFusion {
    private final FusionGraph graph;
    private final ConvolutionFusion convolutions;

    ProductFusion(FusionGraph graph, ConvolutionFusion convolutions) {
        this.graph = graph;
        this.convolutions = convolutions;
    }

    /** The product or convolution that a tensor is the result of; null if it is none or is needed as it is. */
    private @Nullable OpNode product(Tensor original, Tensor now) {
        if (!graph.usedOnce(original) || !(now.node() instanceof OpNode n)) {
            return null;
        }
        boolean product = n.op() == LinearAlgebra.MATMUL || n.op() == Fused.MATMUL || n.op() == Fused.CONV;
        return product && FusionGraph.isFloat(now) && (n.op() == Fused.CONV || Simplifier.lower(n) != null) ? n : null;
    }

    private static Epilogue epilogue(OpNode n) {
        if (n.attributes() instanceof Fused.Product p) {
            return p.epilogue();
        }
        return n.attributes() instanceof Fused.Conv c ? c.epilogue() : Epilogue.NONE;
    }

    private static Tensor with(OpNode n, Epilogue e, List<Tensor> inputs) {
        if (n.attributes() instanceof Fused.Conv c) {
            return Fused.CONV
                    .apply(new Fused.Conv(c.geometry(), c.kernel(), e), inputs)
                    .get(0);
        }
        LinearAlgebra.Transposed t =
                n.attributes() instanceof Fused.Product p ? p.transposed() : (LinearAlgebra.Transposed) n.attributes();
        return Fused.MATMUL.apply(new Fused.Product(t, e), inputs).get(0);
    }

    private static List<Tensor> more(OpNode n, Tensor last) {
        List<Tensor> in = new ArrayList<>(n.inputs());
        in.add(last);
        return in;
    }

    /** An activation as part of what makes its input. */
    @Nullable
    Tensor activation(OpNode n, Tensor x) {
        OpNode p = product(n.inputs().get(0), x);
        Pointwise.Eltwise e = eltwise(n);
        if (p == null || e == null || n.output().dtype() != DType.FLOAT32) {
            return null;
        }
        return with(p, epilogue(p).then(new Epilogue.Step(n.name(), e)), p.inputs());
    }

    @SuppressWarnings("unchecked")
    private static Pointwise.@Nullable Eltwise eltwise(OpNode n) {
        Function<Object, Pointwise> f = ((Op<Object>) n.op()).pointwise();
        return f == null ? null : f.apply(n.attributes()).eltwise();
    }

    /** A bias, a residual or a scale as part of the product that it follows. */
    @Nullable
    Tensor afterProduct(OpNode n, List<Tensor> in) {
        for (int i = 0; i < 2; i++) {
            OpNode p = product(n.inputs().get(i), in.get(i));
            Tensor other = in.get(1 - i);
            if (p == null || !p.outputs().get(0).shape().equals(n.output().shape()) || other.dtype() != DType.FLOAT32) {
                continue;
            }
            Epilogue e = epilogue(p);
            if (isVector(other, p.outputs().get(0).shape())) {
                Tensor fused = vector(n, i, p, e, Ops.reshape(other, other.size()));
                if (fused != null) {
                    return fused;
                }
            } else if (n.op() == Arithmetic.ADD
                    && other.shape().equals(n.output().shape())
                    && other.canonical() != p.outputs().get(0)) {
                return with(p, e.then(new Epilogue.Step("add", null)), more(p, other));
            }
        }
        return null;
    }

    /** Whether a tensor has one element for each column, and is otherwise stretched. */
    private static boolean isVector(Tensor t, Shape out) {
        return t.rank() >= 1 && t.size() == out.last() && t.shape().last() == out.last();
    }

    private @Nullable Tensor vector(OpNode n, int side, OpNode p, Epilogue e, Tensor v) {
        if (!e.steps().isEmpty()) {
            return null;
        }
        if (n.op() == Arithmetic.ADD && !e.hasBias()) {
            return with(p, e.bias(), more(p, v));
        }
        boolean scale = n.op() == Arithmetic.MULTIPLY;
        if (!graph.isDerived(v) || (n.op() == Arithmetic.SUBTRACT && side == 1)) {
            return null;
        }
        Tensor bias = e.hasBias() ? p.inputs().get(2) : null;
        if (!scale) {
            if (bias != null && !graph.isDerived(bias)) {
                return null;
            }
            Tensor shift = n.op() == Arithmetic.SUBTRACT ? v.unaryMinus() : v;
            List<Tensor> in = new ArrayList<>(p.inputs().subList(0, 2));
            in.add(bias == null ? shift : bias.plus(shift));
            return with(p, e.bias(), in);
        }
        return scaled(p, e, bias, v);
    }

    /** The scale of each column goes into the weights. */
    private @Nullable Tensor scaled(OpNode p, Epilogue e, @Nullable Tensor bias, Tensor scale) {
        boolean conv = p.attributes() instanceof Fused.Conv;
        Tensor weights = p.inputs().get(1);
        Tensor raw = weights;
        if (conv) {
            raw = ((OpNode) weights.node()).inputs().get(0);
        } else if (transposedB(p) || weights.rank() != 2) {
            return null;
        }
        if (!graph.isDerived(raw) || (bias != null && !graph.isDerived(bias))) {
            return null;
        }
        List<Tensor> in = new ArrayList<>();
        in.add(p.inputs().get(0));
        Tensor better = raw.times(scale);
        in.add(p.attributes() instanceof Fused.Conv c ? convolutions.pack(better, c.geometry(), c.kernel()) : better);
        if (bias != null) {
            in.add(bias.times(scale));
        }
        return with(p, e, in);
    }

    private static boolean transposedB(OpNode p) {
        return p.attributes() instanceof Fused.Product f
                ? f.transposed().b()
                : ((LinearAlgebra.Transposed) p.attributes()).b();
    }
}
