package org.kerata.serialization;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.CallNode;
import org.kerata.layers.InputSource;
import org.kerata.layers.Layer;
import org.kerata.layers.Network;

/** The shapes for which a layer was built, from which Keras makes its weights when it loads the layer. */
final class BuildConfig {
    private BuildConfig() {}

    /** What is written for a layer; null if nothing. */
    static @Nullable Map<String, @Nullable Object> of(Layer layer) {
        List<CallNode> calls = layer.calls();
        if (layer instanceof InputSource || calls.isEmpty() || layer.weights().isEmpty()) {
            return null;
        }
        if (GraphConfig.isFunctional(layer)) {
            return OperatorKinds.options("input_shape", null);
        }
        if (calls.get(0).tensors().size() > 1 && !layer.callArguments().isEmpty()) {
            // Keras names a shape for each argument; it builds such a layer when it repeats the call.
            return null;
        }
        List<Object> shapes = new ArrayList<>();
        for (Tensor t : calls.get(0).tensors()) {
            shapes.add(GraphWriter.lengths(t.shape()));
        }
        return OperatorKinds.options("input_shape", shapes.size() == 1 ? shapes.get(0) : shapes);
    }

    /** What is written for a model of its own; null if it has not been built. */
    static @Nullable Map<String, @Nullable Object> ofModel(Layer model) {
        if (GraphConfig.isFunctional(model)) {
            return OperatorKinds.options("input_shape", null);
        }
        if (!(model instanceof Network n) || n.inputSpecs().size() != 1) {
            return null;
        }
        return OperatorKinds.options(
                "input_shape", GraphWriter.lengths(n.inputSpecs().get(0).shape()));
    }
}
