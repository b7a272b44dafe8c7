package org.kerata.autodiff.internal.compile;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;

import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.AttentionMask;
import org.kerata.autodiff.internal.kernels.loops.DropKernel;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.internal.kernels.onednn.PostOps;
import org.kerata.autodiff.internal.kernels.onednn.Primitive;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;
import org.kerata.autodiff.ops.Attentions;

/**
 * Attention and its gradient, a few heads of a sample at a time. The batch is cut; if there are fewer samples than slices, the heads are.
 * Tensors have the axes (batch, length, heads, size), weights (batch, heads, queries, keys).
 */
abstract class HeadwiseTask extends Task {
    private static final long ALIGNMENT = 64;

    final Attentions.Attention settings;
    final AttentionShapes shapes;
    private boolean byHeads;

    HeadwiseTask(
            String name, String scope, Attentions.Attention settings, List<Operand> inputs, List<Operand> outputs) {
        super(name, scope, inputs, outputs);
        this.settings = settings;
        this.shapes = AttentionShapes.of(
                inputs.get(0).shape(), inputs.get(1).shape(), inputs.get(2).shape());
    }

    /** Whether an op is one for such a task: of float32 and without a bias. */
    static boolean fits(OpNode n, Attentions.Attention a) {
        Tensor queries = n.inputs().get(0);
        long weights = queries.shape().product(0, 3) * n.inputs().get(1).shape().dim(1);
        boolean any = weights > 0 && queries.size() > 0 && n.inputs().get(2).size() > 0;
        return any && !a.bias() && weights < Integer.MAX_VALUE && queries.dtype() == DType.FLOAT32;
    }

    /** Whether an operand is a tensor of weights. */
    abstract boolean isWeights(Operand o);

    /** How much scratch memory a slice needs. */
    abstract long scratchBytes();

    @Override
    public final long prepare(int slice) {
        return isActive(slice) ? scratchBytes() : 0;
    }

    @Override
    public final boolean isPrimitive() {
        return true;
    }

    @Override
    public long work() {
        long products = shapes.batch() * shapes.heads() * shapes.queries() * shapes.keys();
        return products * (shapes.width() + shapes.depth() + 8);
    }

    @Override
    public void cut(int slices) {
        long units = shapes.heads() / shapes.unit();
        if (slices == 1 || work() < 64 * 1024 || (shapes.batch() < slices && units < slices)) {
            uncut(slices);
            return;
        }
        byHeads = shapes.batch() < slices;
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            long of = byHeads ? units : shapes.batch();
            long lo = of * s / slices;
            long hi = of * (s + 1) / slices;
            for (int i = 0; i < inputs().size(); i++) {
                Operand o = inputs().get(i);
                boolean shared = i >= 3 && !isMain(o);
                reads(i, s, shared ? mask(o, lo, hi) : region(o, lo, hi));
            }
            for (int i = 0; i < outputs().size(); i++) {
                writes(i, s, region(outputs().get(i), lo, hi));
            }
        }
    }

    /** Whether an operand has all samples and heads, unlike masks and the random key. */
    private boolean isMain(Operand o) {
        int i = inputs().indexOf(o);
        return i < 3 || i >= 3 + settings.masks() + (settings.dropout() > 0 ? 1 : 0);
    }

    private Region mask(Operand o, long lo, long hi) {
        boolean own = !byHeads && o.shape().rank() == 4 && o.shape().dim(0) == shapes.batch() && shapes.batch() > 1;
        long row = o.size() / o.shape().dim(0);
        return own ? o.part(lo * row, hi * row) : o.all();
    }

    private Region region(Operand o, long lo, long hi) {
        if (!byHeads) {
            long row = o.size() / shapes.batch();
            return o.part(lo * row, hi * row);
        }
        long heads = o.shape().dim(isWeights(o) ? 1 : 2);
        long perHead =
                isWeights(o) ? shapes.queries() * shapes.keys() : o.shape().dim(3);
        long unit = shapes.unit() * heads / shapes.heads();
        return Region.columns(
                o.offset(), o.offset() + o.size(), heads * perHead, lo * unit * perHead, hi * unit * perHead);
    }

    // ---- one head after the other ----

    /** What is done for some heads of a sample. */
    interface Step {
        void run(Worker w, long sample, long head);
    }

    static final Step NOTHING = (w, sample, head) -> {};

    /** The steps by turns for each of a slice's heads. */
    final Kernel loop(int slice, Step... steps) {
        Part part = part(slice);
        long together = shapes.together();
        return w -> {
            for (long sample = part.firstSample(); sample < part.endSample(); sample++) {
                for (long head = part.firstHead(); head < part.endHead(); head += together) {
                    for (Step s : steps) {
                        s.run(w, sample, head);
                    }
                }
            }
        };
    }

    final Layout queries() {
        return shapes.rows(shapes.queries(), shapes.heads(), shapes.width());
    }

    final Layout values() {
        return shapes.rows(shapes.keys(), shapes.pairs(), shapes.depth());
    }

    final Layout found() {
        return shapes.rows(shapes.queries(), shapes.heads(), shapes.depth());
    }

    final PostOps scaled() {
        return new PostOps().eltwise(dnnl_eltwise_linear, (float) settings.scale(), 0);
    }

    /** What decides again which weights are dropped. */
    final DropKernel dropKernel(Binding b, int slice) {
        return new DropKernel(b.bytes(inputs().get(3 + settings.masks()), slice), settings.salt(), settings.dropout());
    }

    /** The number of the first weight of a head of a sample. */
    final long firstWeight(long sample, long head) {
        return (sample * shapes.heads() + head) * shapes.queries() * shapes.keys();
    }

    /** A slice's weights as floats. */
    final FloatBuffer weightsOf(Binding b, int slice, Operand weights) {
        Part p = part(slice);
        return b.floats(weights, slice, firstWeight(p.firstSample(), 0), firstWeight(p.endSample(), 0));
    }

    /** The samples and heads of a slice. */
    record Part(long firstSample, long endSample, long firstHead, long endHead) {}

    final Part part(int slice) {
        Region w = writes(0, slice);
        Operand y = outputs().get(0);
        if (byHeads) {
            long size = y.shape().dim(3);
            return new Part(0, shapes.batch(), w.from() / size, w.to() / size);
        }
        long row = y.size() / shapes.batch();
        return new Part((w.lo() - y.offset()) / row, (w.hi() - y.offset()) / row, 0, shapes.heads());
    }

    /** Where the heads of an operand are for a slice. */
    static final class Heads {
        private final Pointer base;
        private final long firstSample;
        private final long perSample;
        private final long perHead;
        private final long repeats;

        Heads(Pointer base, long firstSample, long perSample, long perHead, long repeats) {
            this.base = base;
            this.firstSample = firstSample;
            this.perSample = perSample;
            this.perHead = perHead;
            this.repeats = repeats;
        }

        Pointer base() {
            return base;
        }

        /** How many bytes behind the base what belongs to a head of the queries begins. */
        long at(long sample, long head) {
            return element(sample, head) * Float.BYTES;
        }

        /** The same in elements. */
        long element(long sample, long head) {
            return (sample - firstSample) * perSample + head / repeats * perHead;
        }
    }

    final Heads heads(Binding b, Operand o, int slice) {
        Part p = part(slice);
        long perSample = o.size() / shapes.batch();
        long perHead =
                isWeights(o) ? shapes.queries() * shapes.keys() : o.shape().dim(3);
        long heads = o.shape().dim(isWeights(o) ? 1 : 2);
        return new Heads(
                b.pointer(o, slice, p.firstSample * perSample, p.endSample * perSample),
                p.firstSample,
                perSample,
                perHead,
                shapes.heads() / heads);
    }

    /** What the masks and places close; null if nothing. */
    final @Nullable AttentionMask mask(Binding b, int slice) {
        if (!isMasked()) {
            return null;
        }
        AttentionMask m =
                new AttentionMask((int) shapes.queries(), (int) shapes.keys(), settings.causal(), settings.window());
        for (int i = 3; i < 3 + settings.masks(); i++) {
            Operand o = inputs().get(i);
            m.add(b.bytes(o, slice), strides(o.shape()));
        }
        return m;
    }

    final boolean isMasked() {
        return settings.causal() || settings.window() > 0 || settings.masks() > 0;
    }

    private static int[] strides(Shape s) {
        int[] out = new int[4];
        long n = 1;
        for (int i = 3; i >= 0; i--) {
            out[i] = s.dim(i) == 1 ? 0 : (int) n;
            n *= s.dim(i);
        }
        return out;
    }

    static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    static long most(Primitive... primitives) {
        long n = 0;
        for (Primitive p : primitives) {
            n = Math.max(n, p.scratch());
        }
        return aligned(n);
    }

    @Override
    public final boolean staysWithin(int input) {
        return true;
    }

    @Override
    public final boolean staysWithin() {
        return true;
    }
}
