package org.kerata.autodiff.internal.compile;

import java.nio.ByteBuffer;
import java.util.List;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;

/** An op by its portable kernel, uncut. */
final class ReferenceTask extends Task {
    private final OpNode node;

    ReferenceTask(OpNode node, List<Operand> inputs, List<Operand> outputs) {
        super(node.name(), node.scope(), inputs, outputs);
        this.node = node;
    }

    @Override
    public void cut(int slices) {
        uncut(slices);
    }

    @Override
    public boolean failsOnData() {
        return node.op().failsOnData();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Kernel bind(Binding b, int slice) {
        Op.Reference<Object> kernel = References.of((Op<Object>) node.op(), node.attributes());
        Object attributes = node.attributes();
        Host[][] hosts = b.shared(this, slice, () -> new Host[][] {hosts(inputs()), hosts(outputs())});
        Host[] in = hosts[0];
        Host[] out = hosts[1];
        ByteBuffer[] from = views(b, inputs(), slice);
        ByteBuffer[] to = views(b, outputs(), slice);
        return w -> {
            for (int i = 0; i < in.length; i++) {
                in[i].load(from[i]);
            }
            kernel.run(attributes, in, out);
            for (int i = 0; i < out.length; i++) {
                out[i].store(to[i]);
            }
        };
    }

    @Override
    public String implementation() {
        return "reference";
    }

    private static Host[] hosts(List<Operand> operands) {
        Host[] h = new Host[operands.size()];
        for (int i = 0; i < h.length; i++) {
            h[i] = new Host(operands.get(i).dtype(), operands.get(i).shape());
        }
        return h;
    }

    private static ByteBuffer[] views(Binding b, List<Operand> operands, int slice) {
        ByteBuffer[] v = new ByteBuffer[operands.size()];
        for (int i = 0; i < v.length; i++) {
            v[i] = b.bytes(operands.get(i), slice);
        }
        return v;
    }
}
