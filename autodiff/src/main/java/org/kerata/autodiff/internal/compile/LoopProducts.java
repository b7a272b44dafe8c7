package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.ops.LinearAlgebra;

/** Packs the matrices that a loop multiplies by in every step, once, in front of the loop. */
final class LoopProducts extends Rewriter {
    /** The settings of {@link #PRODUCT}. */
    private record Packed(Shape out, Layout layout, Epilogue epilogue) {}

    /** A product with a packed matrix, and what follows it. */
    private static final Op<Packed> PRODUCT = Op.<Packed>named("matmul")
            .shape((in, a) -> in.get(0).with(a.out))
            .kernel((n, a) -> (in, out) -> new PackedProductTask(n.scope(), a.layout, a.epilogue, in, out))
            .build();

    private final Set<Tensor> fixed;

    private LoopProducts(Set<Tensor> fixed) {
        this.fixed = fixed;
    }

    /**
     * The graph with its products on packed matrices.
     *
     * @param fixed what is the same in every step
     */
    static Traced pack(Traced t, Set<Tensor> fixed) {
        return new LoopProducts(fixed).run(t);
    }

    @Override
    List<Tensor> rewrite(OpNode n, List<Tensor> in) {
        Tensor packed = packed(n, in);
        return packed != null ? List.of(packed) : Op.replay(n, in);
    }

    private @Nullable Tensor packed(OpNode n, List<Tensor> in) {
        LinearAlgebra.Transposed t;
        Epilogue e;
        if (n.attributes() instanceof Fused.Product p) {
            t = p.transposed();
            e = p.epilogue();
        } else if (n.op() == LinearAlgebra.MATMUL) {
            t = (LinearAlgebra.Transposed) n.attributes();
            e = Epilogue.NONE;
        } else {
            return null;
        }
        Tensor b = in.get(1);
        Shape out = n.output().shape();
        if (t.a() || !fixed.contains(b) || b.rank() != 2 || b.dtype() != DType.FLOAT32 || out.size() == 0) {
            return null;
        }
        long inner = in.get(0).shape().last();
        if (inner == 0) {
            return null;
        }
        Layout layout = PackedProductTask.packed(out.product(0, out.rank() - 1), inner, out.last(), t.b());
        if (layout == null) {
            return null;
        }
        List<Tensor> inputs = new ArrayList<>(in);
        inputs.set(
                1, Fused.PACK.apply(new Fused.Packing(PackedProductTask.plain(inner, out.last(), t.b()), layout), b));
        return PRODUCT.apply(new Packed(out, layout, e), inputs).get(0);
    }
}
