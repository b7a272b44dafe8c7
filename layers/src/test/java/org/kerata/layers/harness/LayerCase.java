package org.kerata.layers.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.Layers;
import org.kerata.layers.Mode;
import org.kerata.layers.attention.BaseAttention;
import org.kerata.layers.core.ReversibleEmbedding;

/** One configuration of a layer, and what real Keras made of it. */
public final class LayerCase {
    private final String className;
    private final JsonNode json;

    LayerCase(String className, JsonNode json) {
        this.className = className;
        this.json = json;
    }

    /** The case's name. */
    public String name() {
        return json.get("name").asText();
    }

    /** Keras's config of the layer. */
    public JsonNode config() {
        return json.get("config");
    }

    /** A new layer from Keras's config. */
    public Layer layer() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("class_name", className);
        object.put("config", GoldenCases.plain(config()));
        Layer l = Layers.NAMES.read(object);
        if (json.has("call")) {
            GoldenCases.plain(json.get("call")).forEach((name, value) -> {
                boolean on = Boolean.TRUE.equals(value);
                switch (name) {
                    case "use_causal_mask" -> ((BaseAttention<?>) l).useCausalMask(on);
                    case "return_attention_scores" -> ((BaseAttention<?>) l).returnAttentionScores(on);
                    case "reverse" -> ((ReversibleEmbedding) l).reverse(on);
                    default -> throw new IllegalStateException(this + ": the layer does not know " + name + ".");
                }
            });
        }
        return l;
    }

    /** A run on these inputs in the case's mode, with the case's masks. */
    public Call call(List<Tensor> inputs) {
        Call call = Call.start(mode());
        if (json.has("masks")) {
            List<@Nullable Tensor> masks = GoldenCases.tensors(json.get("masks"));
            for (int i = 0; i < masks.size(); i++) {
                call.setMask(inputs.get(i), masks.get(i));
            }
        }
        return call;
    }

    /** A new layer with Keras's weights. */
    public Layer loaded() {
        Layer l = layer();
        l.buildFor(inputs().stream().map(Tensor::shape).toList());
        l.setWeights(weights());
        return l;
    }

    /** The mode in which it was called. */
    public Mode mode() {
        return json.get("training").asBoolean() ? Mode.TRAINING : Mode.INFERENCE;
    }

    /** What it was called with. */
    public List<Tensor> inputs() {
        return all("inputs");
    }

    /** The shapes of the inputs, with the batch axis unknown. */
    public List<Shape> openShapes() {
        return inputs().stream().map(x -> x.shape().with(0, Shape.UNKNOWN)).toList();
    }

    /** The names of the weights. */
    public List<String> weightNames() {
        List<String> out = new ArrayList<>();
        json.get("weights").forEach(w -> out.add(w.get("name").asText()));
        return out;
    }

    /** The weights. */
    public List<Tensor> weights() {
        List<Tensor> out = new ArrayList<>();
        json.get("weights").forEach(w -> out.add(Objects.requireNonNull(GoldenCases.tensor(w.get("tensor")))));
        return out;
    }

    /** The outputs. */
    public List<Tensor> outputs() {
        return all("outputs");
    }

    /** What the outputs were multiplied with before they were summed and differentiated. */
    public List<Tensor> outputSeeds() {
        return all("output_seeds");
    }

    /** The gradients of the inputs; null for integers. */
    public List<@Nullable Tensor> inputGradients() {
        return GoldenCases.tensors(json.get("input_gradients"));
    }

    /** The gradients of the weights; null for those that are not trained. */
    public List<@Nullable Tensor> weightGradients() {
        return GoldenCases.tensors(json.get("weight_gradients"));
    }

    /** The weights after the call, if it changed any. */
    public List<Tensor> updatedWeights() {
        return all("updated_weights");
    }

    /** The data that the layer was adapted to, if it was. */
    public List<Tensor> adapted() {
        return all("adapt");
    }

    /** The extra losses, if there are any. */
    public List<Tensor> losses() {
        return all("losses");
    }

    private List<Tensor> all(String key) {
        return GoldenCases.tensors(json.get(key)).stream()
                .map(t -> (Tensor) Objects.requireNonNull(t))
                .toList();
    }

    @Override
    public String toString() {
        return className + " " + name();
    }
}
