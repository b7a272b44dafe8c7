package org.kerata.autodiff.internal.compile;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
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
import org.kerata.autodiff.ops.LinearAlgebra;

/**
 * Matrix products by oneDNN, with bias and activation in the same pass. Leading axes of the first operand are joined into rows where the
 * second is a plain matrix; else they are a batch.
 *
 * <p>Cuts: rows of the output where there are many, columns where the second operand is the larger one (each worker then packs only its
 * own columns), the outermost axis of a batch.
 */
public final class MatmulTask extends PrimitiveTask {
    private static final long WORTH_CUTTING = 64 * 1024;

    private final LinearAlgebra.Transposed transposed;
    private final Epilogue epilogue;
    private final Operand a;
    private final Operand b;
    private final Operand out;
    private boolean columns;

    private MatmulTask(
            String scope, LinearAlgebra.Transposed t, Epilogue epilogue, List<Operand> inputs, List<Operand> outputs) {
        super("matmul" + epilogue, scope, inputs, outputs);
        this.transposed = t;
        this.epilogue = epilogue;
        Operand first = inputs.get(0);
        Operand second = inputs.get(1);
        Operand result = outputs.get(0);
        boolean join = second.shape().rank() == 2 && first.shape().rank() > 2 && !t.a();
        this.a = join ? rows(first) : first;
        this.b = second;
        this.out = join ? rows(result) : result;
    }

    private static Operand rows(Operand o) {
        Shape s = o.shape();
        return o.reshape(Shape.of(s.product(0, s.rank() - 1), s.last()));
    }

    /** How to make the task for a plain product; null for other types than float32 and for what oneDNN does not broadcast. */
    public static Lowering.@Nullable Maker lower(OpNode node, LinearAlgebra.Transposed t) {
        return lower(node, t, Epilogue.NONE);
    }

    static Lowering.@Nullable Maker lower(OpNode node, LinearAlgebra.Transposed t, Epilogue epilogue) {
        Tensor x = node.inputs().get(0);
        Tensor y = node.inputs().get(1);
        boolean plain = y.rank() == 2 && (x.rank() == 2 || !t.a());
        if (x.dtype() != DType.FLOAT32
                || node.outputs().get(0).size() == 0
                || x.size() == 0
                || (!plain && x.rank() != y.rank())) {
            return null;
        }
        return (in, out) -> new MatmulTask(node.scope(), t, epilogue, in, out);
    }

    @Override
    public long work() {
        return out.size() * inner();
    }

    private long inner() {
        return a.shape().dim(transposed.a() ? -2 : -1);
    }

    @Override
    public void cut(int slices) {
        int rank = out.shape().rank();
        long m = out.shape().dim(-2);
        long n = out.shape().dim(-1);
        if (slices == 1 || work() < WORTH_CUTTING) {
            uncut(slices);
        } else if (rank > 2 && out.shape().dim(0) >= slices) {
            cutBatch(slices);
        } else if (rank > 2) {
            uncut(slices);
        } else if (transposed.a() || (m >= 8L * slices && a.size() + out.size() >= b.size())) {
            if (m >= slices) {
                cutRows(slices);
            } else {
                cutColumns(slices, n);
            }
        } else {
            cutColumns(slices, n);
        }
    }

    private void cutBatch(int slices) {
        long count = out.shape().dim(0);
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            long lo = count * s / slices;
            long hi = count * (s + 1) / slices;
            for (int i = 0; i < inputs().size(); i++) {
                Operand o = inputs().get(i);
                boolean own = o.shape().rank() == out.shape().rank()
                        && o.shape().dim(0) == count
                        && i != epilogue.biasInput();
                long row = own ? o.size() / count : 0;
                reads(i, s, own ? o.part(lo * row, hi * row) : o.all());
            }
            long row = out.size() / count;
            writes(0, s, out.part(lo * row, hi * row));
        }
    }

    private void cutRows(int slices) {
        long m = out.shape().dim(0);
        long n = out.shape().dim(1);
        long k = inner();
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            long lo = m * s / slices;
            long hi = m * (s + 1) / slices;
            reads(
                    0,
                    s,
                    transposed.a()
                            ? Region.columns(a.offset(), a.offset() + a.size(), m, lo, hi)
                            : a.part(lo * k, hi * k));
            for (int i = 1; i < inputs().size(); i++) {
                Operand o = inputs().get(i);
                reads(i, s, epilogue.isResidual(i) ? o.part(lo * n, hi * n) : o.all());
            }
            writes(0, s, out.part(lo * n, hi * n));
        }
    }

    private void cutColumns(int slices, long n) {
        columns = true;
        cutInto(slices);
        long unit = n >= 16L * slices ? 16 : 1;
        for (int s = 0; s < slices; s++) {
            long lo = n / unit * s / slices * unit;
            long hi = s == slices - 1 ? n : n / unit * (s + 1) / slices * unit;
            for (int i = 0; i < inputs().size(); i++) {
                Operand o = inputs().get(i);
                reads(i, s, o.all());
                if (epilogue.isResidual(i)) {
                    reads(i, s, Region.columns(o.offset(), o.offset() + o.size(), n, lo, hi));
                }
            }
            if (transposed.b()) {
                reads(1, s, b.part(lo * inner(), hi * inner()));
            } else {
                reads(1, s, Region.columns(b.offset(), b.offset() + b.size(), n, lo, hi));
            }
            writes(0, s, Region.columns(out.offset(), out.offset() + out.size(), n, lo, hi));
        }
    }

    /** What one slice computes: a rectangle of the output, or some matrices of a batch. */
    private record Part(long firstRow, long rows, long firstColumn, long columns) {}

    private Part part(int slice) {
        Region w = writes(0, slice);
        long n = out.shape().last();
        if (columns) {
            return new Part(0, out.size() / n, w.from(), w.to() - w.from());
        }
        return new Part((w.lo() - out.offset()) / n, (w.hi() - w.lo()) / n, 0, n);
    }

    @Override
    Primitive create(int slice) {
        return Primitives.matmul(
                layoutA(slice),
                layoutB(slice),
                epilogue.hasBias() ? layoutBias(slice) : null,
                layoutOut(slice),
                epilogue.postOps(layoutOut(slice)));
    }

    private Layout layoutA(int slice) {
        return operandLayout(a, transposed.a(), slice, true);
    }

    private Layout layoutB(int slice) {
        return operandLayout(b, transposed.b(), slice, false);
    }

    private Layout operandLayout(Operand o, boolean swapped, int slice, boolean left) {
        Part p = part(slice);
        int rank = o.shape().rank();
        long[] dims = o.shape().dims();
        long[] strides = new long[rank];
        long n = 1;
        for (int i = rank - 1; i >= 0; i--) {
            strides[i] = n;
            n *= dims[i];
        }
        if (swapped) {
            swap(dims);
            swap(strides);
        }
        if (out.shape().rank() > 2) {
            if (dims[0] > 1) {
                dims[0] = p.rows * p.columns / out.shape().product(1, rank);
            }
        } else if (left) {
            dims[0] = p.rows;
        } else {
            dims[1] = p.columns;
        }
        return Layout.strided(dims, strides);
    }

    private static void swap(long[] v) {
        int n = v.length;
        long x = v[n - 1];
        v[n - 1] = v[n - 2];
        v[n - 2] = x;
    }

    private Layout layoutBias(int slice) {
        long[] dims = new long[out.shape().rank()];
        java.util.Arrays.fill(dims, 1);
        dims[dims.length - 1] = part(slice).columns;
        return Layout.dense(dims);
    }

    private Layout layoutOut(int slice) {
        Part p = part(slice);
        long[] dims = out.shape().dims();
        long[] strides = new long[dims.length];
        long n = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = n;
            n *= dims[i];
        }
        if (dims.length > 2) {
            dims[0] = p.rows * p.columns / out.shape().product(1, dims.length);
        } else {
            dims[0] = p.rows;
            dims[1] = p.columns;
        }
        return Layout.strided(dims, strides);
    }

    @Override
    public Kernel bind(Binding bind, int slice) {
        Part p = part(slice);
        long n = out.shape().last();
        int rank = out.shape().rank();
        long startA = rank > 2 ? batchStart(a, p) : p.firstRow * (transposed.a() ? 1 : inner());
        long startB = rank > 2 ? batchStart(b, p) : p.firstColumn * (transposed.b() ? inner() : 1);
        long startOut = p.firstRow * n + p.firstColumn;
        Execution.Builder e = Execution.of(primitive(slice))
                .with(DNNL_ARG_SRC, layoutA(slice), pointer(bind, a, slice, startA, layoutA(slice)))
                .with(DNNL_ARG_WEIGHTS, layoutB(slice), pointer(bind, b, slice, startB, layoutB(slice)))
                .with(DNNL_ARG_DST, layoutOut(slice), pointer(bind, out, slice, startOut, layoutOut(slice)));
        if (epilogue.hasBias()) {
            Operand bias = inputs().get(epilogue.biasInput());
            e.with(DNNL_ARG_BIAS, layoutBias(slice), pointer(bind, bias, slice, p.firstColumn, layoutBias(slice)));
        }
        for (int i = 0; i < inputs().size(); i++) {
            if (epilogue.isResidual(i)) {
                Operand r = inputs().get(i);
                e.with(epilogue.residualSlot(i), layoutOut(slice), pointer(bind, r, slice, startOut, layoutOut(slice)));
            }
        }
        return e.scratch(scratch(bind, slice)).build();
    }

    private static Pointer pointer(Binding b, Operand o, int slice, long start, Layout layout) {
        return b.pointer(o, slice, start, start + layout.reach() / Float.BYTES);
    }

    private long batchStart(Operand o, Part p) {
        long count = out.shape().dim(0);
        if (o.shape().dim(0) == 1 && count > 1) {
            return 0;
        }
        long first = p.firstRow * out.shape().last() / (out.size() / count);
        return first * (o.size() / o.shape().dim(0));
    }
}
