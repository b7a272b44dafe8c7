package org.kerata.autodiff.internal.compile;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.internal.kernels.onednn.Execution;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.internal.kernels.onednn.PostOps;
import org.kerata.autodiff.internal.kernels.onednn.Primitive;
import org.kerata.autodiff.internal.kernels.onednn.Primitives;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;

/** A product of rows and a matrix that was packed before the loop in which it is needed again and again. Never cut. */
final class PackedProductTask extends PrimitiveTask {
    private final Layout packed;
    private final Epilogue epilogue;

    /** The inputs are the rows, the packed matrix, and those of the epilogue. */
    PackedProductTask(String scope, Layout packed, Epilogue epilogue, List<Operand> inputs, List<Operand> outputs) {
        super("matmul" + epilogue, scope, inputs, outputs);
        this.packed = packed;
        this.epilogue = epilogue;
    }

    /** The layout in which oneDNN wants the matrix; null if it takes it as it is just as well. */
    static @Nullable Layout packed(long rows, long inner, long columns, boolean transposed) {
        Layout a = Layout.dense(rows, inner);
        Layout out = Layout.dense(rows, columns);
        Primitive plain = Primitives.matmul(a, plain(inner, columns, transposed), null, out, new PostOps());
        Primitive free = Primitives.matmul(a, Layout.any(inner, columns), null, out, new PostOps());
        // What it does not take as it is, it copies into scratch memory in each call.
        return plain.scratch() > free.scratch() ? free.weights() : null;
    }

    /** The matrix as it is, perhaps transposed. */
    static Layout plain(long inner, long columns, boolean transposed) {
        return transposed
                ? Layout.strided(new long[] {inner, columns}, new long[] {1, inner})
                : Layout.dense(inner, columns);
    }

    @Override
    public void cut(int slices) {
        uncut(slices);
    }

    private Layout rows(Operand o) {
        Shape s = o.shape();
        return Layout.dense(s.product(0, s.rank() - 1), s.last());
    }

    @Override
    Primitive create(int slice) {
        Layout out = rows(outputs().get(0));
        return Primitives.matmul(
                rows(inputs().get(0)), packed, epilogue.hasBias() ? bias() : null, out, epilogue.postOps(out));
    }

    private Layout bias() {
        return Layout.dense(1, outputs().get(0).shape().last());
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Operand a = inputs().get(0);
        Operand w = inputs().get(1);
        Operand out = outputs().get(0);
        Execution.Builder e = Execution.of(primitive(slice))
                .with(DNNL_ARG_SRC, rows(a), b.pointer(a, slice, 0, a.size()))
                .with(DNNL_ARG_WEIGHTS, packed, b.pointer(w, slice, 0, w.size()))
                .with(DNNL_ARG_DST, rows(out), b.pointer(out, slice, 0, out.size()));
        for (int i = 2; i < inputs().size(); i++) {
            Operand o = inputs().get(i);
            boolean isBias = i == epilogue.biasInput();
            e.with(
                    isBias ? DNNL_ARG_BIAS : epilogue.residualSlot(i),
                    isBias ? bias() : rows(out),
                    b.pointer(o, slice, 0, o.size()));
        }
        return e.scratch(scratch(b, slice)).build();
    }
}
