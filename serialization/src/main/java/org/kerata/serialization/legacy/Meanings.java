package org.kerata.serialization.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.activations.Activations;

/** Words that had another meaning in Keras 1 and 2 than today: what they meant is put in their places, so that numbers stay. */
final class Meanings {
    private static final String HARD_SIGMOID = "hard_sigmoid";

    private Meanings() {}

    /** The config of a model of Keras 1 or 2 with what its words meant. */
    static Map<String, @Nullable Object> kept(Map<String, @Nullable Object> config) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        config.forEach((key, value) -> out.put(key, kept(key, value)));
        return out;
    }

    private static @Nullable Object kept(String key, @Nullable Object value) {
        if (value instanceof List<?> l) {
            List<@Nullable Object> out = new ArrayList<>();
            l.forEach(x -> out.add(kept(key, x)));
            return out;
        }
        if (key.endsWith("activation") && isHardSigmoid(value)) {
            return Activations.KIND.encode(Activations.HARD_SIGMOID_OF_KERAS_2);
        }
        if (value instanceof Map<?, ?> m) {
            Map<String, @Nullable Object> out = new LinkedHashMap<>();
            m.forEach((k, v) -> out.put(String.valueOf(k), kept(String.valueOf(k), v)));
            return out;
        }
        return value;
    }

    private static boolean isHardSigmoid(@Nullable Object value) {
        return HARD_SIGMOID.equals(value)
                || (value instanceof Map<?, ?> m
                        && "function".equals(m.get("class_name"))
                        && HARD_SIGMOID.equals(m.get("config")));
    }
}
