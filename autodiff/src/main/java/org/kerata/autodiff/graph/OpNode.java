package org.kerata.autodiff.graph;

import java.util.List;
import org.kerata.autodiff.Tensor;

/** One application of an op. */
public final class OpNode extends Node {
    private final Op<?> op;
    private final Object attributes;

    OpNode(Op<?> op, Object attributes, List<Tensor> inputs, List<Spec> specs) {
        super(inputs, specs, false);
        this.op = op;
        this.attributes = attributes;
    }

    /** The op. */
    public Op<?> op() {
        return op;
    }

    /** The op's settings: a record, comparable by value. */
    public Object attributes() {
        return attributes;
    }

    @Override
    public String name() {
        return op.name();
    }
}
