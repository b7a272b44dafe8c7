package org.kerata.autodiff.internal.compile;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.internal.kernels.onednn.Execution;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.internal.kernels.onednn.Primitive;
import org.kerata.autodiff.internal.kernels.onednn.Primitives;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;

/**
 * The gradient of a convolution's kernel, and of its bias if wanted. Inputs: x and dy. Each slice of the batch makes a partial sum of its
 * own: the outputs have an axis of slices in front. oneDNN is left to choose the layout, since the plain one would send it to a slow path,
 * and the result is put into Keras's order afterwards.
 */
final class ConvBackwardKernelTask extends PrimitiveTask {
    private final ConvGeometry g;
    private final boolean bias;
    private @Nullable Primitive[] reorders = {};

    ConvBackwardKernelTask(String scope, ConvGeometry g, List<Operand> inputs, List<Operand> outputs) {
        super("conv_backward_kernel", scope, inputs, outputs);
        this.g = g;
        this.bias = outputs.size() > 1;
    }

    @Override
    public long work() {
        return g.work();
    }

    @Override
    public void cut(int slices) {
        long n = g.input().dim(0);
        long parts = outputs().get(0).shape().dim(0);
        cutInto(slices);
        for (int s = 0; s < parts; s++) {
            long lo = n * s / parts;
            long hi = n * (s + 1) / parts;
            for (int i = 0; i < 2; i++) {
                Operand o = inputs().get(i);
                reads(i, s, o.part(lo * (o.size() / n), hi * (o.size() / n)));
            }
            for (int i = 0; i < outputs().size(); i++) {
                Operand o = outputs().get(i);
                long part = o.size() / parts;
                writes(i, s, o.part(s * part, (s + 1) * part));
            }
        }
    }

    private long images(int slice) {
        Region r = reads(0, slice);
        return (r.hi() - r.lo()) / (g.input().size() / g.input().dim(0));
    }

    @Override
    Primitive create(int slice) {
        long n = images(slice);
        Primitive p = Primitives.convolutionBackwardWeights(
                g.inputLayout(n),
                g.freeKernelLayout(),
                bias ? Layout.dense(g.output().last()) : null,
                g.outputLayout(n),
                g.windows());
        if (reorders.length <= slice) {
            reorders = java.util.Arrays.copyOf(reorders, slice + 1);
        }
        Layout plain = g.kernelLayout();
        reorders[slice] = p.diffWeights().sameAs(plain) ? null : Primitives.reorder(p.diffWeights(), plain);
        return p;
    }

    @Override
    long extraScratch(int slice, Primitive p) {
        Primitive r = reorders[slice];
        return r == null ? 0 : 64 + p.diffWeights().bytes() + 64 + r.scratch();
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Operand x = inputs().get(0);
        Operand dy = inputs().get(1);
        Operand dw = outputs().get(0);
        long n = images(slice);
        Primitive p = primitive(slice);
        Primitive reorder = reorders[slice];
        Region w = writes(0, slice);
        Pointer target = b.pointer(dw, slice, w.lo() - dw.offset(), w.hi() - dw.offset());
        long own = (p.scratch() + 63) / 64 * 64;
        Layout chosen = p.diffWeights();
        long bytes = (chosen.bytes() + 63) / 64 * 64;
        Pointer direct = reorder == null ? target : b.scratch(this, slice, own, bytes);
        Execution.Builder e = Execution.of(p)
                .with(DNNL_ARG_SRC, g.inputLayout(n), pointer(b, x, 0, slice))
                .with(DNNL_ARG_DIFF_DST, g.outputLayout(n), pointer(b, dy, 1, slice))
                .with(DNNL_ARG_DIFF_WEIGHTS, chosen, direct);
        if (bias) {
            Operand db = outputs().get(1);
            Region v = writes(1, slice);
            e.with(
                    DNNL_ARG_DIFF_BIAS,
                    Layout.dense(g.output().last()),
                    b.pointer(db, slice, v.lo() - db.offset(), v.hi() - db.offset()));
        }
        Execution gradient = e.scratch(scratch(b, slice)).build();
        if (reorder == null) {
            return gradient;
        }
        Execution ordered = Execution.of(reorder)
                .with(DNNL_ARG_SRC, chosen, direct)
                .with(DNNL_ARG_DST, g.kernelLayout(), target)
                .scratch(reorder.scratch() == 0 ? null : b.scratch(this, slice, own + bytes, reorder.scratch()))
                .build();
        return worker -> {
            gradient.run(worker);
            ordered.run(worker);
        };
    }

    private Pointer pointer(Binding b, Operand o, int input, int slice) {
        Region r = reads(input, slice);
        return b.pointer(o, slice, r.lo() - o.offset(), r.hi() - o.offset());
    }
}
