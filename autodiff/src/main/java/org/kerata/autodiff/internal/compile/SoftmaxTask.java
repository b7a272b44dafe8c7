package org.kerata.autodiff.internal.compile;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.onednn.Execution;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.internal.kernels.onednn.Primitive;
import org.kerata.autodiff.internal.kernels.onednn.Primitives;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Activations;

/** Softmax and its logarithm by oneDNN; what lies before the axis is cut. */
public final class SoftmaxTask extends PrimitiveTask {
    private final long outer;
    private final long length;
    private final long inner;
    private final boolean logarithm;

    private SoftmaxTask(OpNode n, int axis, boolean logarithm, List<Operand> inputs, List<Operand> outputs) {
        super(n.name(), n.scope(), inputs, outputs);
        Shape s = inputs.get(0).shape();
        this.outer = s.product(0, axis);
        this.length = s.dim(axis);
        this.inner = s.product(axis + 1, s.rank());
        this.logarithm = logarithm;
    }

    /** Softmax. */
    public static Lowering.@Nullable Maker lower(OpNode n, Activations.AlongAxis a) {
        return maker(n, a, false);
    }

    /** Its logarithm. */
    public static Lowering.@Nullable Maker lowerLog(OpNode n, Activations.AlongAxis a) {
        return maker(n, a, true);
    }

    private static Lowering.@Nullable Maker maker(OpNode n, Activations.AlongAxis a, boolean logarithm) {
        Tensor x = n.inputs().get(0);
        return x.dtype() == DType.FLOAT32 && x.size() > 0
                ? (in, out) -> new SoftmaxTask(n, x.shape().axis(a.axis()), logarithm, in, out)
                : null;
    }

    @Override
    public void cut(int slices) {
        Operand in = inputs().get(0);
        Operand out = outputs().get(0);
        if (outer < slices || in.size() < Cuts.SMALL) {
            uncut(slices);
            return;
        }
        long[] bounds = Cuts.alignedTo(length * inner, in, slices);
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            reads(0, s, in.part(bounds[s], bounds[s + 1]));
            writes(0, s, out.part(bounds[s], bounds[s + 1]));
        }
    }

    private Layout layout(int slice) {
        Region r = reads(0, slice);
        long rows = (r.hi() - r.lo()) / (length * inner);
        return inner == 1 ? Layout.dense(rows, length) : Layout.dense(rows, length, inner);
    }

    @Override
    Primitive create(int slice) {
        return Primitives.softmax(layout(slice), 1, logarithm);
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Operand in = inputs().get(0);
        Operand out = outputs().get(0);
        Region r = reads(0, slice);
        long lo = r.lo() - in.offset();
        long hi = r.hi() - in.offset();
        return Execution.of(primitive(slice))
                .with(DNNL_ARG_SRC, layout(slice), b.pointer(in, slice, lo, hi))
                .with(DNNL_ARG_DST, layout(slice), b.pointer(out, slice, lo, hi))
                .scratch(scratch(b, slice))
                .build();
    }
}
