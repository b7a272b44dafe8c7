package org.kerata.autodiff.internal.compile;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.AttentionMask;
import org.kerata.autodiff.internal.kernels.loops.DropKernel;
import org.kerata.autodiff.internal.kernels.onednn.Execution;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.internal.kernels.onednn.MovableExecution;
import org.kerata.autodiff.internal.kernels.onednn.PostOps;
import org.kerata.autodiff.internal.kernels.onednn.Primitive;
import org.kerata.autodiff.internal.kernels.onednn.Primitives;
import org.kerata.autodiff.internal.kernels.onednn.RowPrimitives;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Attentions;

/**
 * The gradient of attention, from the weights that the forward pass kept: making them again would cost as much as reading them. Inputs:
 * queries, keys, values, masks, the random key, the weights, the gradient of what was found; outputs: the gradients of queries, keys and
 * values. Heads that share keys and values add to their gradients one after the other.
 */
public final class AttentionGradientTask extends HeadwiseTask {
    private @Nullable Steps steps;

    /** The products, and softmax's gradient. Of the products that are added to, the first overwrites. */
    private record Steps(
            Primitive dweights,
            Primitive softmax,
            Primitive dqueries,
            Primitive dkeys,
            Primitive dkeysMore,
            Primitive dvalues,
            Primitive dvaluesMore) {}

    AttentionGradientTask(String scope, Attentions.Attention a, List<Operand> inputs, List<Operand> outputs) {
        super("attention_backward", scope, a, inputs, outputs);
    }

    /** How to make the task; null for other types than float32. */
    public static Lowering.@Nullable Maker lower(OpNode n, Attentions.Attention a) {
        return fits(n, a) ? (in, out) -> new AttentionGradientTask(n.scope(), a, in, out) : null;
    }

    private Operand weights() {
        return inputs().get(inputs().size() - 2);
    }

    private Operand dy() {
        return inputs().get(inputs().size() - 1);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // operands are told apart by what they are, not by their values
    boolean isWeights(Operand o) {
        return o == weights();
    }

    @Override
    public long work() {
        return 2 * super.work();
    }

    private Layout keys() {
        return shapes.rows(shapes.keys(), shapes.pairs(), shapes.width());
    }

    private Layout valuesTransposed() {
        return shapes.columns(shapes.keys(), shapes.pairs(), shapes.depth());
    }

    private Steps steps() {
        Steps s = steps;
        if (s == null) {
            boolean shared = shapes.repeats() > 1;
            Layout w = shapes.weights();
            Layout wt = shapes.weightsTransposed();
            Primitive dkeys = Primitives.matmul(wt, queries(), null, keys(), scaled());
            Primitive dvalues = Primitives.matmul(wt, found(), null, values(), new PostOps());
            s = new Steps(
                    Primitives.matmul(found(), valuesTransposed(), null, w, new PostOps()),
                    RowPrimitives.softmaxBackward(shapes.table(), 1),
                    Primitives.matmul(w, keys(), null, queries(), scaled()),
                    dkeys,
                    shared ? Primitives.matmul(wt, queries(), null, keys(), scaled().sum()) : dkeys,
                    dvalues,
                    shared ? Primitives.matmul(wt, found(), null, values(), new PostOps().sum()) : dvalues);
            steps = s;
        }
        return s;
    }

    /** Where the gradient of the weights and the kept weights begin, behind the primitives' own scratch memory. */
    private record Places(long dweights, long dropped, long end) {}

    private Places places() {
        Steps s = steps();
        long block = aligned(shapes.weightsPerCall() * Float.BYTES);
        long own = most(s.dweights, s.softmax, s.dqueries, s.dkeys, s.dkeysMore, s.dvalues, s.dvaluesMore);
        long dropped = own + block;
        return new Places(own, dropped, dropped + (settings.dropout() > 0 ? block : 0));
    }

    @Override
    long scratchBytes() {
        return places().end;
    }

    @Override
    public String implementation() {
        Steps s = steps();
        return s.dweights.implementation() + " " + s.softmax.implementation() + " " + s.dkeysMore.implementation();
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Places at = places();
        Steps s = steps();
        Pointer scratch = at.dweights == 0 ? null : b.scratch(this, slice, 0, at.dweights);
        Product product = (p, left, a, right, c, out, o) -> new MovableExecution(
                Execution.of(p)
                        .with(DNNL_ARG_SRC, left, a)
                        .with(DNNL_ARG_WEIGHTS, right, c)
                        .with(DNNL_ARG_DST, out, o)
                        .scratch(scratch)
                        .build(),
                a,
                c,
                o);
        long bytes = shapes.weightsPerCall() * Float.BYTES;
        Heads q = heads(b, inputs().get(0), slice);
        Heads k = heads(b, inputs().get(1), slice);
        Heads v = heads(b, inputs().get(2), slice);
        Heads weights = heads(b, weights(), slice);
        Heads dy = heads(b, dy(), slice);
        Heads dq = heads(b, outputs().get(0), slice);
        Heads dk = heads(b, outputs().get(1), slice);
        Heads dv = heads(b, outputs().get(2), slice);
        boolean drops = settings.dropout() > 0;
        Pointer d = b.scratch(this, slice, at.dweights, bytes);
        Pointer kept = drops ? b.scratch(this, slice, at.dropped, bytes) : weights.base();
        Layout w = shapes.weights();
        Layout wt = shapes.weightsTransposed();
        MovableExecution dweights = product.of(s.dweights, found(), dy.base(), valuesTransposed(), v.base(), w, d);
        MovableExecution dqueries = product.of(s.dqueries, w, d, keys(), k.base(), queries(), dq.base());
        MovableExecution dkeys = product.of(s.dkeys, wt, d, queries(), q.base(), keys(), dk.base());
        MovableExecution dkeysMore = product.of(s.dkeysMore, wt, d, queries(), q.base(), keys(), dk.base());
        MovableExecution dvalues = product.of(s.dvalues, wt, kept, found(), dy.base(), values(), dv.base());
        MovableExecution dvaluesMore = product.of(s.dvaluesMore, wt, kept, found(), dy.base(), values(), dv.base());
        MovableExecution softmax = new MovableExecution(
                Execution.of(s.softmax)
                        .with(DNNL_ARG_DST, shapes.table(), weights.base())
                        .with(DNNL_ARG_DIFF_DST, shapes.table(), d)
                        .with(DNNL_ARG_DIFF_SRC, shapes.table(), d)
                        .scratch(scratch)
                        .build(),
                weights.base());
        Step dropping = drops ? dropping(b, slice, at, weights) : NOTHING;
        Step clearing = clearing(b, slice, at);
        long repeats = shapes.repeats();
        Step values = (worker, i, h) -> {
            dweights.at(0, dy.at(i, h)).at(1, v.at(i, h)).run(worker);
            dropping.run(worker, i, h);
            (h % repeats == 0 ? dvalues : dvaluesMore)
                    .at(0, drops ? 0 : weights.at(i, h))
                    .at(1, dy.at(i, h))
                    .at(2, dv.at(i, h))
                    .run(worker);
            softmax.at(0, weights.at(i, h)).run(worker);
        };
        Step queriesAndKeys = (worker, i, h) -> {
            dqueries.at(1, k.at(i, h)).at(2, dq.at(i, h)).run(worker);
            (h % repeats == 0 ? dkeys : dkeysMore)
                    .at(1, q.at(i, h))
                    .at(2, dk.at(i, h))
                    .run(worker);
        };
        return loop(slice, values, clearing, queriesAndKeys);
    }

    private interface Product {
        MovableExecution of(Primitive p, Layout left, Pointer a, Layout right, Pointer b, Layout out, Pointer o);
    }

    /** Drops the same weights again, and their gradients. */
    private Step dropping(Binding b, int slice, Places at, Heads weights) {
        DropKernel drop = dropKernel(b, slice);
        int n = (int) shapes.weightsPerCall();
        FloatBuffer from = weightsOf(b, slice, weights());
        FloatBuffer kept = b.scratchFloats(this, slice, at.dropped, n * (long) Float.BYTES);
        FloatBuffer d = b.scratchFloats(this, slice, at.dweights, n * (long) Float.BYTES);
        return (w, sample, head) -> {
            long first = firstWeight(sample, head);
            drop.run(w, from, (int) weights.element(sample, head), kept, 0, n, first);
            drop.run(w, d, 0, d, 0, n, first);
        };
    }

    /** Scores that a mask closes have no gradient; their weights are 0, unless all of a query's are closed. */
    private Step clearing(Binding b, int slice, Places at) {
        AttentionMask mask = settings.masks() == 0 ? null : mask(b, slice);
        if (mask == null) {
            return NOTHING;
        }
        int perHead = (int) (shapes.queries() * shapes.keys());
        FloatBuffer d = b.scratchFloats(this, slice, at.dweights, shapes.weightsPerCall() * Float.BYTES);
        int together = (int) shapes.together();
        return (w, sample, head) -> {
            for (int i = 0; i < together; i++) {
                mask.clear(sample, head + i, d, i * perHead);
            }
        };
    }
}
