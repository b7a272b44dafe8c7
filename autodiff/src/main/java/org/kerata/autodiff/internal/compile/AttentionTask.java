package org.kerata.autodiff.internal.compile;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;

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
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Attentions;

/**
 * Attention: for some heads of a sample at a time the product of queries and keys with scale and masks, softmax, and the product with the
 * values, while the weights are in cache. Inputs: queries, keys, values, masks, the random key; outputs: what is found, and the weights if
 * anyone reads them.
 */
public final class AttentionTask extends HeadwiseTask {
    private @Nullable Primitives3 primitives;

    /** The three steps. */
    private record Primitives3(Primitive scores, Primitive softmax, Primitive context) {}

    AttentionTask(String scope, Attentions.Attention a, List<Operand> inputs, List<Operand> outputs) {
        super("attention", scope, a, inputs, outputs);
    }

    /** How to make the task; null for other types than float32 and for a bias. */
    public static Lowering.@Nullable Maker lower(OpNode n, Attentions.Attention a) {
        return fits(n, a) ? (in, out) -> new AttentionTask(n.scope(), a, in, out) : null;
    }

    private boolean keeps() {
        return outputs().size() > 1;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // operands are told apart by what they are, not by their values
    boolean isWeights(Operand o) {
        return keeps() && o == outputs().get(1);
    }

    private long biasHeads() {
        for (int i = 3; i < 3 + settings.masks(); i++) {
            if (inputs().get(i).shape().dim(1) > 1) {
                return shapes.together();
            }
        }
        return 1;
    }

    private Layout bias() {
        return Layout.dense(biasHeads(), shapes.queries(), shapes.keys());
    }

    private Layout keys() {
        return shapes.columns(shapes.keys(), shapes.pairs(), shapes.width());
    }

    private Primitives3 primitives() {
        Primitives3 p = primitives;
        if (p == null) {
            PostOps post = scaled();
            if (isMasked()) {
                post.binary(dnnl_binary_add, bias());
            }
            p = new Primitives3(
                    Primitives.matmul(queries(), keys(), null, shapes.weights(), post),
                    Primitives.softmax(shapes.table(), 1, false),
                    Primitives.matmul(shapes.weights(), values(), null, found(), new PostOps()));
            primitives = p;
        }
        return p;
    }

    /** Where what is in the scratch memory begins: the primitives' own first, then weights, kept weights, the masks. */
    private record Places(long weights, long dropped, long bias, long end) {}

    private Places places() {
        Primitives3 p = primitives();
        long block = aligned(shapes.weightsPerCall() * Float.BYTES);
        long weights = most(p.scores, p.softmax, p.context);
        long dropped = weights + (keeps() ? 0 : block);
        long bias = dropped + (settings.dropout() > 0 ? block : 0);
        return new Places(weights, dropped, bias, bias + (isMasked() ? aligned(bias().reach()) : 0));
    }

    @Override
    long scratchBytes() {
        return places().end;
    }

    @Override
    public String implementation() {
        Primitives3 p = primitives();
        return p.scores.implementation() + " " + p.softmax.implementation() + " " + p.context.implementation();
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Places at = places();
        Primitives3 p = primitives();
        long bytes = shapes.weightsPerCall() * Float.BYTES;
        Heads q = heads(b, inputs().get(0), slice);
        Heads k = heads(b, inputs().get(1), slice);
        Heads v = heads(b, inputs().get(2), slice);
        Heads y = heads(b, outputs().get(0), slice);
        boolean drops = settings.dropout() > 0;
        Heads weights = keeps()
                ? heads(b, outputs().get(1), slice)
                : new Heads(b.scratch(this, slice, at.weights, bytes), 0, 0, 0, 1);
        Pointer dropped = drops ? b.scratch(this, slice, at.dropped, bytes) : weights.base();
        Pointer scratch = at.weights == 0 ? null : b.scratch(this, slice, 0, at.weights);
        Execution.Builder e = Execution.of(p.scores)
                .with(DNNL_ARG_SRC, queries(), q.base())
                .with(DNNL_ARG_WEIGHTS, keys(), k.base())
                .with(DNNL_ARG_DST, shapes.weights(), weights.base());
        if (isMasked()) {
            e.with(
                    DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * 2 | DNNL_ARG_SRC_1,
                    bias(),
                    b.scratch(this, slice, at.bias, bias().reach()));
        }
        MovableExecution scores = new MovableExecution(e.scratch(scratch).build(), q.base(), k.base(), weights.base());
        MovableExecution softmax = new MovableExecution(
                Execution.of(p.softmax)
                        .with(DNNL_ARG_SRC, shapes.table(), weights.base())
                        .with(DNNL_ARG_DST, shapes.table(), weights.base())
                        .scratch(scratch)
                        .build(),
                weights.base(),
                weights.base());
        MovableExecution context = new MovableExecution(
                Execution.of(p.context)
                        .with(DNNL_ARG_SRC, shapes.weights(), dropped)
                        .with(DNNL_ARG_WEIGHTS, values(), v.base())
                        .with(DNNL_ARG_DST, found(), y.base())
                        .scratch(scratch)
                        .build(),
                dropped,
                v.base(),
                y.base());
        Step step = (w, sample, head) -> {
            long place = weights.at(sample, head);
            scores.at(0, q.at(sample, head)).at(1, k.at(sample, head)).at(2, place);
            scores.run(w);
            softmax.at(0, place).at(1, place).run(w);
        };
        Step finish = (w, sample, head) -> {
            context.at(0, drops ? 0 : weights.at(sample, head));
            context.at(1, v.at(sample, head)).at(2, y.at(sample, head)).run(w);
        };
        return loop(
                slice,
                masking(b, slice, at),
                step,
                clearing(b, slice, at, weights),
                drops ? dropping(b, slice, at, weights) : NOTHING,
                finish);
    }

    private Step masking(Binding b, int slice, Places at) {
        AttentionMask mask = mask(b, slice);
        if (mask == null) {
            return NOTHING;
        }
        FloatBuffer bias = b.scratchFloats(this, slice, at.bias, bias().reach());
        Part part = part(slice);
        int perHead = (int) (shapes.queries() * shapes.keys());
        if (biasHeads() == 1 && !mask.differsByHead()) {
            boolean once = !mask.differs();
            return (w, sample, head) -> {
                boolean firstOfSample = head == part.firstHead();
                if (firstOfSample && (!once || sample == part.firstSample())) {
                    mask.write(sample, head, bias, 0);
                }
            };
        }
        return (w, sample, head) -> {
            for (int i = 0; i < biasHeads(); i++) {
                mask.write(sample, head + i, bias, i * perHead);
            }
        };
    }

    /** Where a query has nothing open, softmax has given the same weight to all. */
    private Step clearing(Binding b, int slice, Places at, Heads weights) {
        AttentionMask mask = settings.zeroes() && settings.masks() > 0 ? mask(b, slice) : null;
        if (mask == null) {
            return NOTHING;
        }
        FloatBuffer to = weightsOf(b, slice, at);
        int perHead = (int) (shapes.queries() * shapes.keys());
        int together = (int) shapes.together();
        return (w, sample, head) -> {
            for (int i = 0; i < together; i++) {
                mask.clear(sample, head + i, to, (int) weights.element(sample, head) + i * perHead);
            }
        };
    }

    private FloatBuffer weightsOf(Binding b, int slice, Places at) {
        return keeps()
                ? weightsOf(b, slice, outputs().get(1))
                : b.scratchFloats(this, slice, at.weights, shapes.weightsPerCall() * Float.BYTES);
    }

    private Step dropping(Binding b, int slice, Places at, Heads weights) {
        DropKernel drop = dropKernel(b, slice);
        int n = (int) shapes.weightsPerCall();
        FloatBuffer from = weightsOf(b, slice, at);
        FloatBuffer to = b.scratchFloats(this, slice, at.dropped, n * (long) Float.BYTES);
        return (w, sample, head) ->
                drop.run(w, from, (int) weights.element(sample, head), to, 0, n, firstWeight(sample, head));
    }
}
