package org.kerata.autodiff.internal.compile;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.onednn.Execution;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.internal.kernels.onednn.Primitive;
import org.kerata.autodiff.internal.kernels.onednn.Primitives;
import org.kerata.autodiff.internal.kernels.onednn.Windows;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Pooling;
import org.kerata.autodiff.ops.Window;

/**
 * Pooling by oneDNN, the batch cut. In training the maximum remembers its places in a workspace (a second output), from which the backward
 * pass scatters. Forward inputs: x. Backward inputs: dy, and the workspace of a maximum.
 */
public final class PoolTask extends PrimitiveTask {
    private final Pooling.Pool pool;
    private final Shape input;
    private final boolean max;
    private final boolean backward;

    PoolTask(
            String name,
            String scope,
            Pooling.Pool pool,
            Shape input,
            boolean max,
            boolean backward,
            List<Operand> inputs,
            List<Operand> outputs) {
        super(name, scope, inputs, outputs);
        this.pool = pool;
        this.input = input;
        this.max = max;
        this.backward = backward;
    }

    /** The maximum, without a memory of its places. */
    public static Lowering.@Nullable Maker lowerMax(OpNode n, Pooling.Pool p) {
        return forward(n, p, true);
    }

    /** The mean. */
    public static Lowering.@Nullable Maker lowerAverage(OpNode n, Pooling.Pool p) {
        return forward(n, p, false);
    }

    private static Lowering.@Nullable Maker forward(OpNode n, Pooling.Pool p, boolean max) {
        Shape x = n.inputs().get(0).shape();
        return fits(n) ? (in, out) -> new PoolTask(n.name(), n.scope(), p, x, max, false, in, out) : null;
    }

    /** The gradient of the mean. */
    public static Lowering.@Nullable Maker lowerAverageGradient(OpNode n, Pooling.PoolOf p) {
        return fits(n)
                ? (in, out) -> new PoolTask(n.name(), n.scope(), p.pool(), p.input(), false, true, in, out)
                : null;
    }

    static boolean fits(OpNode n) {
        return n.inputs().get(0).dtype() == DType.FLOAT32
                && n.inputs().get(0).size() > 0
                && n.outputs().get(0).size() > 0;
    }

    private static Windows windows(Pooling.Pool pool, Shape input) {
        int s = pool.size().size();
        long[] strides = new long[s];
        long[] dilation = new long[s];
        long[] before = new long[s];
        long[] after = new long[s];
        for (int i = 0; i < s; i++) {
            Window w = pool.window(i, input);
            strides[i] = w.stride();
            before[i] = w.before();
            after[i] = Math.max(0, (long) (w.output() - 1) * w.stride() + w.size() - w.input() - w.before());
        }
        return new Windows(strides, dilation, before, after);
    }

    private static long[] size(Pooling.Pool pool) {
        return pool.size().stream().mapToLong(Integer::longValue).toArray();
    }

    private static Layout inputLayout(Shape input, long images) {
        return Layout.channelsLast(
                images, input.last(), input.slice(1, input.rank() - 1).dims());
    }

    private static Layout outputLayout(Pooling.Pool pool, Shape input, long images) {
        long[] dims = input.slice(1, input.rank() - 1).dims();
        for (int i = 0; i < dims.length; i++) {
            dims[i] = pool.window(i, input).output();
        }
        return Layout.channelsLast(images, input.last(), dims);
    }

    /** The bytes that a maximum over so many images needs to remember its places. */
    static long workspace(Pooling.Pool pool, Shape input, long images) {
        return Primitives.pool(
                        true,
                        true,
                        inputLayout(input, images),
                        outputLayout(pool, input, images),
                        size(pool),
                        windows(pool, input))
                .workspace();
    }

    @Override
    public void cut(int slices) {
        long n = input.dim(0);
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            long lo = n * s / slices;
            long hi = n * (s + 1) / slices;
            if (lo < hi) {
                for (int i = 0; i < inputs().size(); i++) {
                    Operand o = inputs().get(i);
                    reads(i, s, i == 1 ? part(o, s, slices) : o.part(lo * (o.size() / n), hi * (o.size() / n)));
                }
                for (int i = 0; i < outputs().size(); i++) {
                    Operand o = outputs().get(i);
                    writes(i, s, i == 1 ? part(o, s, slices) : o.part(lo * (o.size() / n), hi * (o.size() / n)));
                }
            }
        }
    }

    private static Region part(Operand workspace, int slice, int slices) {
        long own = workspace.size() / slices;
        return workspace.part(slice * own, (slice + 1) * own);
    }

    private long images(int slice) {
        Operand o = outputs().get(0);
        Region w = writes(0, slice);
        return (w.hi() - w.lo()) / (o.size() / input.dim(0));
    }

    private boolean remembers() {
        return (backward ? inputs() : outputs()).size() > 1;
    }

    @Override
    Primitive create(int slice) {
        Layout in = inputLayout(input, images(slice));
        Layout out = outputLayout(pool, input, images(slice));
        return backward
                ? Primitives.poolBackward(max, in, out, size(pool), windows(pool, input))
                : Primitives.pool(max, remembers(), in, out, size(pool), windows(pool, input));
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Operand from = inputs().get(0);
        Operand to = outputs().get(0);
        Region r = reads(0, slice);
        Region w = writes(0, slice);
        Layout in = inputLayout(input, images(slice));
        Layout out = outputLayout(pool, input, images(slice));
        Execution.Builder e = Execution.of(primitive(slice))
                .with(
                        backward ? DNNL_ARG_DIFF_DST : DNNL_ARG_SRC,
                        backward ? out : in,
                        b.pointer(from, slice, r.lo() - from.offset(), r.hi() - from.offset()))
                .with(
                        backward ? DNNL_ARG_DIFF_SRC : DNNL_ARG_DST,
                        backward ? in : out,
                        b.pointer(to, slice, w.lo() - to.offset(), w.hi() - to.offset()));
        if (remembers() && primitive(slice).workspace() > 0) {
            Operand ws = backward ? inputs().get(1) : outputs().get(1);
            Region v = backward ? reads(1, slice) : writes(1, slice);
            e.with(
                    DNNL_ARG_WORKSPACE,
                    primitive(slice).workspaceLayout(),
                    b.pointer(ws, slice, v.lo() - ws.offset(), v.hi() - ws.offset()));
        }
        return e.scratch(scratch(b, slice)).build();
    }
}
