package org.kerata.autodiff.internal.compile;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.internal.kernels.onednn.Execution;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.internal.kernels.onednn.Primitive;
import org.kerata.autodiff.internal.kernels.onednn.Primitives;
import org.kerata.autodiff.internal.kernels.onednn.Windows;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;

/**
 * The convolution, with bias, residual and activation in the same pass. Inputs: x, the packed kernel, the bias, what is added. The batch is
 * cut; a single image is cut into bands of rows, each with the input rows that it needs.
 */
final class ConvTask extends PrimitiveTask {
    private final ConvGeometry g;
    private final Layout kernel;
    private final Epilogue epilogue;

    ConvTask(
            String scope,
            ConvGeometry g,
            Layout kernel,
            Epilogue epilogue,
            List<Operand> inputs,
            List<Operand> outputs) {
        super("conv" + epilogue, scope, inputs, outputs);
        this.g = g;
        this.kernel = kernel;
        this.epilogue = epilogue;
    }

    @Override
    public long work() {
        return g.work();
    }

    private long images() {
        return g.input().dim(0);
    }

    private boolean bands() {
        return images() == 1 && g.output().dim(1) > 1;
    }

    @Override
    public void cut(int slices) {
        long n = bands() ? g.output().dim(1) : images();
        cutInto(slices);
        long outUnit = outputs().get(0).size() / n;
        for (int s = 0; s < slices; s++) {
            long lo = n * s / slices;
            long hi = n * (s + 1) / slices;
            if (lo == hi) {
                continue;
            }
            Operand x = inputs().get(0);
            if (bands()) {
                ConvGeometry.Slab slab = g.slab(lo, hi);
                long row = x.size() / g.input().dim(1);
                reads(0, s, x.part(slab.first() * row, slab.last() * row));
            } else {
                long image = x.size() / n;
                reads(0, s, x.part(lo * image, hi * image));
            }
            for (int i = 1; i < inputs().size(); i++) {
                Operand o = inputs().get(i);
                reads(i, s, epilogue.isResidual(i) ? o.part(lo * outUnit, hi * outUnit) : o.all());
            }
            writes(0, s, outputs().get(0).part(lo * outUnit, hi * outUnit));
        }
    }

    private Layout in(int slice) {
        Region r = reads(0, slice);
        return bands()
                ? g.slabLayout(
                        g.input(),
                        (r.hi() - r.lo()) / (g.input().size() / g.input().dim(1)))
                : g.inputLayout((r.hi() - r.lo()) / (g.input().size() / images()));
    }

    private Layout out(int slice) {
        Region w = writes(0, slice);
        return bands()
                ? g.slabLayout(
                        g.output(),
                        (w.hi() - w.lo()) / (g.output().size() / g.output().dim(1)))
                : g.outputLayout((w.hi() - w.lo()) / (g.output().size() / images()));
    }

    private Windows windows(int slice) {
        if (!bands()) {
            return g.windows();
        }
        Region w = writes(0, slice);
        long row = g.output().size() / g.output().dim(1);
        long at = outputs().get(0).offset();
        return g.slab((w.lo() - at) / row, (w.hi() - at) / row).windows();
    }

    private @Nullable Layout bias() {
        return epilogue.hasBias() ? Layout.dense(g.output().last()) : null;
    }

    @Override
    Primitive create(int slice) {
        Layout out = out(slice);
        return Primitives.convolution(in(slice), kernel, bias(), out, windows(slice), epilogue.postOps(out));
    }

    /** The layout that oneDNN wants the kernel in for a slice of so many images. */
    static Layout kernelLayout(ConvGeometry g, long images, Epilogue epilogue) {
        Layout out = g.outputLayout(images);
        Layout bias = epilogue.hasBias() ? Layout.dense(g.output().last()) : null;
        return Primitives.convolution(
                        g.inputLayout(images), g.freeKernelLayout(), bias, out, g.windows(), epilogue.postOps(out))
                .weights();
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Operand x = inputs().get(0);
        Operand y = outputs().get(0);
        Region r = reads(0, slice);
        Region w = writes(0, slice);
        Operand packed = inputs().get(1);
        Execution.Builder e = Execution.of(primitive(slice))
                .with(DNNL_ARG_SRC, in(slice), b.pointer(x, slice, r.lo() - x.offset(), r.hi() - x.offset()))
                .with(DNNL_ARG_WEIGHTS, kernel, b.pointer(packed, slice, 0, packed.size()))
                .with(DNNL_ARG_DST, out(slice), b.pointer(y, slice, w.lo() - y.offset(), w.hi() - y.offset()));
        Layout bias = bias();
        if (bias != null) {
            Operand o = inputs().get(epilogue.biasInput());
            e.with(DNNL_ARG_BIAS, bias, b.pointer(o, slice, 0, o.size()));
        }
        for (int i = 2; i < inputs().size(); i++) {
            if (epilogue.isResidual(i)) {
                Operand o = inputs().get(i);
                long lo = w.lo() - y.offset();
                e.with(epilogue.residualSlot(i), out(slice), b.pointer(o, slice, lo, lo + w.hi() - w.lo()));
            }
        }
        return e.scratch(scratch(b, slice)).build();
    }
}
