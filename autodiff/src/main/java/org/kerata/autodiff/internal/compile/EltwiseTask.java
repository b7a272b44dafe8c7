package org.kerata.autodiff.internal.compile;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Pointwise;
import org.kerata.autodiff.internal.kernels.onednn.Execution;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.internal.kernels.onednn.Primitive;
import org.kerata.autodiff.internal.kernels.onednn.Primitives;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;

/** A function of each element that Java has no fast loop for, by oneDNN. */
final class EltwiseTask extends Task {
    private static final int WORTH_A_CALL = 96;

    private final Pointwise.Eltwise function;
    private @Nullable Primitive primitive;

    private EltwiseTask(OpNode n, Pointwise.Eltwise function, List<Operand> inputs, List<Operand> outputs) {
        super(n.name(), n.scope(), inputs, outputs);
        this.function = function;
    }

    /** Whether the op is better done by oneDNN than in a loop. */
    static boolean prefers(OpNode n) {
        return n.outputs().size() == 1
                && n.output().dtype() == DType.FLOAT32
                && n.output().size() >= WORTH_A_CALL
                && slow(n) != null;
    }

    /** How to make the task; null if the op is not for it. */
    static Lowering.@Nullable Maker maker(OpNode n) {
        Pointwise.Eltwise e = prefers(n) ? slow(n) : null;
        return e == null ? null : (in, out) -> new EltwiseTask(n, e, in, out);
    }

    @SuppressWarnings("unchecked")
    private static Pointwise.@Nullable Eltwise slow(OpNode n) {
        Function<Object, Pointwise> f = ((Op<Object>) n.op()).pointwise();
        if (f == null) {
            return null;
        }
        Pointwise p = f.apply(n.attributes());
        return p.costly() ? p.eltwise() : null;
    }

    @Override
    public void cut(int slices) {
        Operand in = inputs().get(0);
        Operand out = outputs().get(0);
        long[] bounds = in.size() < Cuts.SMALL ? Cuts.whole(in.size(), slices) : Cuts.follow(in, slices);
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            reads(0, s, in.part(bounds[s], bounds[s + 1]));
            writes(0, s, out.part(bounds[s], bounds[s + 1]));
        }
    }

    @Override
    public boolean staysWithin(int input) {
        return true;
    }

    @Override
    public boolean staysWithin() {
        return true;
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Operand in = inputs().get(0);
        Operand out = outputs().get(0);
        long lo = reads(0, slice).lo() - in.offset();
        long hi = reads(0, slice).hi() - in.offset();
        Layout layout = Layout.dense(hi - lo);
        Primitive p = b.shared(
                this, slice, () -> Primitives.eltwise(function.algorithm(), function.alpha(), function.beta(), layout));
        primitive = p;
        return Execution.of(p)
                .with(DNNL_ARG_SRC, layout, b.pointer(in, slice, lo, hi))
                .with(DNNL_ARG_DST, layout, b.pointer(out, slice, lo, hi))
                .build();
    }

    @Override
    public String implementation() {
        Primitive p = primitive;
        return p == null ? "onednn" : p.implementation();
    }
}
