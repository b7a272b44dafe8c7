package org.kerata.layers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.Spec;

/**
 * A layer's call in the graph of a model: it says which layer is applied to which tensors, and has no values. A program is made by
 * {@linkplain CallGraph#replay replaying} the calls on tensors with concrete shapes.
 */
public final class CallNode extends Node {
    private final Layer layer;
    private final @Nullable Mode mode;
    private final int index;

    CallNode(Layer layer, int index, List<Tensor> inputs, @Nullable Mode mode, List<Spec> outputs) {
        super(inputs, outputs, true);
        this.layer = layer;
        this.index = index;
        this.mode = mode;
    }

    /** The layer. */
    public Layer layer() {
        return layer;
    }

    /** The mode the call insists on; null if it takes that of the run. */
    public @Nullable Mode mode() {
        return mode;
    }

    /** The how-manieth call of the layer this is, from 0. */
    public int index() {
        return index;
    }

    @Override
    public String name() {
        return layer.name();
    }
}
