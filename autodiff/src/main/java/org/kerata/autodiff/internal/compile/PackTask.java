package org.kerata.autodiff.internal.compile;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.kerata.autodiff.internal.kernels.onednn.Execution;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.internal.kernels.onednn.Primitive;
import org.kerata.autodiff.internal.kernels.onednn.Primitives;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;

/** Weights into the layout that a primitive likes best. In inference this happens only when the weights have changed. */
final class PackTask extends PrimitiveTask {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final int number = COUNT.getAndIncrement();
    private final Layout from;
    private final Layout to;

    PackTask(String scope, Layout from, Layout to, List<Operand> inputs, List<Operand> outputs) {
        super("pack", scope, inputs, outputs);
        this.from = from;
        this.to = to;
    }

    @Override
    public void cut(int slices) {
        cutInto(slices);
        int s = Math.floorMod(number, slices);
        reads(0, s, inputs().get(0).all());
        writes(0, s, outputs().get(0).all());
    }

    @Override
    Primitive create(int slice) {
        return Primitives.reorder(from, to);
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Operand in = inputs().get(0);
        Operand out = outputs().get(0);
        return Execution.of(primitive(slice))
                .with(DNNL_ARG_SRC, from, b.pointer(in, slice, 0, in.size()))
                .with(DNNL_ARG_DST, to, b.pointer(out, slice, 0, out.size()))
                .scratch(scratch(b, slice))
                .build();
    }
}
