package org.kerata.layers.activations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;

/**
 * {@code 0.2 x + 0.5} between 0 and 1, which was {@code hard_sigmoid} in Keras 1 and 2. Keras 3 has no function of that slope, but takes
 * layers for activations: it is written as {@code Rescaling} and {@code ReLU}, one behind the other.
 */
final class OldHardSigmoid implements ActivationFunction {
    static final OldHardSigmoid INSTANCE = new OldHardSigmoid();

    private static final double SLOPE = 0.2;
    private static final double OFFSET = 0.5;

    private OldHardSigmoid() {}

    /** This function, if a config describes it; else null. */
    static @Nullable OldHardSigmoid read(Map<?, ?> config) {
        if (!List.of("Pipeline", "Sequential").contains(String.valueOf(config.get("class_name")))
                || !(config.get("config") instanceof Map<?, ?> own)
                || !(own.get("layers") instanceof List<?> given)) {
            return null;
        }
        List<Map<String, @Nullable Object>> layers = new ArrayList<>();
        given.forEach(l -> layers.add(Kind.toMap(l)));
        layers.removeIf(l -> "InputLayer".equals(l.get("class_name")));
        boolean one = layers.size() == 2
                && has(layers.get(0), "Rescaling", Map.of("scale", SLOPE, "offset", OFFSET))
                && has(layers.get(1), "ReLU", Map.of("max_value", 1.0, "negative_slope", 0.0, "threshold", 0.0));
        return one ? INSTANCE : null;
    }

    private static boolean has(Map<String, @Nullable Object> layer, String className, Map<String, Double> options) {
        return className.equals(layer.get("class_name"))
                && layer.get("config") instanceof Map<?, ?> c
                && options.entrySet().stream()
                        .allMatch(e -> c.get(e.getKey()) instanceof Number n && n.doubleValue() == e.getValue());
    }

    /** What stands for it in a config. */
    Map<String, @Nullable Object> written() {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("scale", SLOPE);
        line.put("offset", OFFSET);
        Map<String, @Nullable Object> bounds = new LinkedHashMap<>();
        bounds.put("max_value", 1.0);
        bounds.put("negative_slope", 0.0);
        bounds.put("threshold", 0.0);
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("name", "hard_sigmoid_of_keras_2");
        config.put("layers", List.of(layer("Rescaling", line), layer("ReLU", bounds)));
        Map<String, @Nullable Object> out = layer("Sequential", config);
        out.put("module", "keras");
        return out;
    }

    private static Map<String, @Nullable Object> layer(String className, Map<String, @Nullable Object> config) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("module", "keras.layers");
        out.put("class_name", className);
        out.put("config", config);
        out.put("registered_name", null);
        return out;
    }

    @Override
    public Tensor apply(Tensor x) {
        return Ops.clip(x.times(SLOPE).plus(OFFSET), 0, 1);
    }
}
