package org.kerata.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.Spec;

/**
 * A layer's call in the graph of a model: it says which layer is applied to which tensors, and has no values. A program is made by
 * {@linkplain CallGraph#replay replaying} the calls on tensors with concrete shapes. It reads its tensors, and the masks it is given.
 */
public final class CallNode extends Node {
    private final Layer layer;
    private final CallOptions options;
    private final List<Tensor> tensors;
    private final List<@Nullable Tensor> outputMasks;
    private final int index;

    /**
     * A call.
     *
     * @param options its options, with all flags that the layer has
     * @param outputMasks the masks of the outputs as far as the graph knows them; null or missing where there is none
     */
    CallNode(
            Layer layer,
            int index,
            List<Tensor> tensors,
            CallOptions options,
            List<Spec> outputs,
            List<@Nullable Tensor> outputMasks) {
        super(withMasks(tensors, options.masks()), outputs, true);
        this.layer = layer;
        this.index = index;
        this.options = options;
        this.tensors = List.copyOf(tensors);
        this.outputMasks = outputMasks;
    }

    private static List<Tensor> withMasks(List<Tensor> tensors, List<@Nullable Tensor> masks) {
        List<Tensor> all = new ArrayList<>(tensors);
        masks.stream().filter(Objects::nonNull).forEach(all::add);
        return all;
    }

    /** The layer. */
    public Layer layer() {
        return layer;
    }

    /** What the layer is applied to; unlike {@link #inputs()}, without the masks that are given. */
    public List<Tensor> tensors() {
        return tensors;
    }

    /**
     * The options of the call: the mode it insists on, the masks that were given or that Keras writes into the call, and the flags.
     */
    public CallOptions options() {
        return options;
    }

    /** The mode the call insists on; null if it takes that of the run. */
    public @Nullable Mode mode() {
        return options.mode();
    }

    /** The how-manieth call of the layer this is, from 0. */
    public int index() {
        return index;
    }

    /** The mask that a tensor of a graph is known to have before anything is computed; null if none. */
    static @Nullable Tensor maskOf(Tensor t) {
        Tensor c = t.canonical();
        return c.node() instanceof CallNode n && c.index() < n.outputMasks.size() ? n.outputMasks.get(c.index()) : null;
    }

    @Override
    public String name() {
        return layer.name();
    }
}
