package org.kerata.autodiff.internal.compile;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.CrossEntropyKernel;
import org.kerata.autodiff.internal.kernels.onednn.Execution;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.internal.kernels.onednn.Primitive;
import org.kerata.autodiff.internal.kernels.onednn.Primitives;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;

/** The cross-entropy of labels and logits, row by row: oneDNN's softmax, then the loss from the logits themselves. */
public final class CrossEntropyTask extends PrimitiveTask {
    private final long classes;

    private CrossEntropyTask(OpNode n, List<Operand> inputs, List<Operand> outputs) {
        super(n.name(), n.scope(), inputs, outputs);
        this.classes = inputs.get(1).shape().last();
    }

    /** How to make the task of the loss; null for other types than float32. */
    public static Lowering.@Nullable Maker lower(OpNode node, Object attributes) {
        Tensor logits = node.inputs().get(1);
        return logits.dtype() == DType.FLOAT32 && logits.size() > 0
                ? (in, out) -> new CrossEntropyTask(node, in, out)
                : null;
    }

    @Override
    public void cut(int slices) {
        Operand labels = inputs().get(0);
        Operand logits = inputs().get(1);
        long rows = labels.size();
        long[] bounds = Cuts.alignedTo(classes, logits, slices);
        if (rows < 8L * slices && logits.size() < Cuts.SMALL) {
            bounds = Cuts.whole(logits.size(), slices);
        }
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            long lo = bounds[s] / classes;
            long hi = bounds[s + 1] / classes;
            reads(0, s, labels.part(lo, hi));
            reads(1, s, logits.part(bounds[s], bounds[s + 1]));
            writes(0, s, outputs().get(0).part(lo, hi));
            writes(1, s, outputs().get(1).part(bounds[s], bounds[s + 1]));
        }
    }

    @Override
    public boolean failsOnData() {
        return true;
    }

    private Layout layout(int slice) {
        Region r = writes(0, slice);
        return Layout.dense(r.hi() - r.lo(), classes);
    }

    @Override
    Primitive create(int slice) {
        return Primitives.softmax(layout(slice), 1, false);
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Operand labels = inputs().get(0);
        Operand logits = inputs().get(1);
        Operand loss = outputs().get(0);
        Operand softmax = outputs().get(1);
        long lo = writes(0, slice).lo() - loss.offset();
        long hi = writes(0, slice).hi() - loss.offset();
        Execution probabilities = Execution.of(primitive(slice))
                .with(DNNL_ARG_SRC, layout(slice), b.pointer(logits, slice, lo * classes, hi * classes))
                .with(DNNL_ARG_DST, layout(slice), b.pointer(softmax, slice, lo * classes, hi * classes))
                .scratch(scratch(b, slice))
                .build();
        Kernel losses = CrossEntropyKernel.loss(
                b.bytes(labels, slice),
                labels.dtype() == DType.INT64,
                b.floats(logits, slice, lo * classes, hi * classes),
                b.floats(softmax, slice, lo * classes, hi * classes),
                b.floats(loss, slice, lo, hi),
                (int) lo,
                (int) (hi - lo),
                (int) classes);
        return w -> {
            probabilities.run(w);
            losses.run(w);
        };
    }

    /** The gradient of the logits. */
    public static final class Gradient extends Task {
        private final long classes;

        private Gradient(OpNode n, List<Operand> inputs, List<Operand> outputs) {
            super(n.name(), n.scope(), inputs, outputs);
            this.classes = inputs.get(1).shape().last();
        }

        /** How to make the task; null for other types than float32. */
        public static Lowering.@Nullable Maker lower(OpNode node, Object attributes) {
            Tensor p = node.inputs().get(1);
            return p.dtype() == DType.FLOAT32 && p.size() > 0 ? (in, out) -> new Gradient(node, in, out) : null;
        }

        @Override
        public void cut(int slices) {
            Operand p = inputs().get(1);
            long[] bounds = Cuts.alignedTo(classes, p, slices);
            cutInto(slices);
            for (int s = 0; s < slices; s++) {
                long lo = bounds[s] / classes;
                long hi = bounds[s + 1] / classes;
                reads(0, s, inputs().get(0).part(lo, hi));
                reads(1, s, p.part(bounds[s], bounds[s + 1]));
                reads(2, s, inputs().get(2).part(lo, hi));
                writes(0, s, outputs().get(0).part(bounds[s], bounds[s + 1]));
            }
        }

        @Override
        public boolean failsOnData() {
            return true;
        }

        @Override
        public Kernel bind(Binding b, int slice) {
            Operand labels = inputs().get(0);
            Operand p = inputs().get(1);
            long lo = reads(1, slice).lo() - p.offset();
            long hi = reads(1, slice).hi() - p.offset();
            return CrossEntropyKernel.gradient(
                    b.bytes(labels, slice),
                    labels.dtype() == DType.INT64,
                    b.floats(p, slice, lo, hi),
                    b.floats(inputs().get(2), slice, lo / classes, hi / classes),
                    b.floats(outputs().get(0), slice, lo, hi),
                    (int) (lo / classes),
                    (int) ((hi - lo) / classes),
                    (int) classes);
        }
    }
}
