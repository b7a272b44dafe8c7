package org.kerata.autodiff.internal.compile;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import org.kerata.autodiff.internal.kernels.onednn.Execution;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.internal.kernels.onednn.Primitive;
import org.kerata.autodiff.internal.kernels.onednn.Primitives;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;

/** The gradient of a convolution's input. Inputs: dy and the packed kernel. The batch is cut. */
final class ConvBackwardInputTask extends PrimitiveTask {
    private final ConvGeometry g;
    private final Layout kernel;

    ConvBackwardInputTask(String scope, ConvGeometry g, Layout kernel, List<Operand> inputs, List<Operand> outputs) {
        super("conv_backward_input", scope, inputs, outputs);
        this.g = g;
        this.kernel = kernel;
    }

    @Override
    public long work() {
        return g.work();
    }

    @Override
    public void cut(int slices) {
        long n = g.input().dim(0);
        Operand dy = inputs().get(0);
        Operand dx = outputs().get(0);
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            long lo = n * s / slices;
            long hi = n * (s + 1) / slices;
            if (lo < hi) {
                reads(0, s, dy.part(lo * (dy.size() / n), hi * (dy.size() / n)));
                reads(1, s, inputs().get(1).all());
                writes(0, s, dx.part(lo * (dx.size() / n), hi * (dx.size() / n)));
            }
        }
    }

    private long images(int slice) {
        Region w = writes(0, slice);
        return (w.hi() - w.lo()) / (g.input().size() / g.input().dim(0));
    }

    @Override
    Primitive create(int slice) {
        long n = images(slice);
        return Primitives.convolutionBackwardData(g.inputLayout(n), kernel, g.outputLayout(n), g.windows());
    }

    /** The layout that oneDNN wants the kernel in for a slice of so many images. */
    static Layout kernelLayout(ConvGeometry g, long images) {
        return Primitives.convolutionBackwardData(
                        g.inputLayout(images), g.freeKernelLayout(), g.outputLayout(images), g.windows())
                .weights();
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Operand dy = inputs().get(0);
        Operand packed = inputs().get(1);
        Operand dx = outputs().get(0);
        Region r = reads(0, slice);
        Region w = writes(0, slice);
        long n = images(slice);
        return Execution.of(primitive(slice))
                .with(
                        DNNL_ARG_DIFF_DST,
                        g.outputLayout(n),
                        b.pointer(dy, slice, r.lo() - dy.offset(), r.hi() - dy.offset()))
                .with(DNNL_ARG_WEIGHTS, kernel, b.pointer(packed, slice, 0, packed.size()))
                .with(
                        DNNL_ARG_DIFF_SRC,
                        g.inputLayout(n),
                        b.pointer(dx, slice, w.lo() - dx.offset(), w.hi() - dx.offset()))
                .scratch(scratch(b, slice))
                .build();
    }
}
