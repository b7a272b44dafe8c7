package org.kerata.serialization.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.Kind;

/** Where a model has several outputs, Keras 2 writes the output's name before that of each metric, {@code "size_mape"}: taken off. */
final class OutputNames {
    private OutputNames() {}

    /**
     * What a model was compiled with, its metrics under their own names.
     *
     * @param model the model's config
     */
    static Map<String, @Nullable Object> withoutPrefix(
            Map<String, @Nullable Object> compiled, Map<String, @Nullable Object> model) {
        List<String> outputs = outputs(model);
        Map<String, @Nullable Object> out = new LinkedHashMap<>(compiled);
        if (outputs.size() > 1) {
            for (String key : List.of("metrics", "weighted_metrics")) {
                out.computeIfPresent(key, (k, v) -> each(v, outputs));
            }
        }
        return out;
    }

    private static List<String> outputs(Map<String, @Nullable Object> model) {
        List<String> names = new ArrayList<>();
        if (model.get("config") instanceof Map<?, ?> c && c.get("output_layers") instanceof List<?> list) {
            for (Object node : list) {
                names.add(node instanceof List<?> l && !l.isEmpty() ? String.valueOf(l.get(0)) : "");
            }
        }
        return names;
    }

    private static @Nullable Object each(Object metrics, List<String> outputs) {
        if (metrics instanceof List<?> l && l.size() == outputs.size()) {
            List<@Nullable Object> out = new ArrayList<>();
            for (int i = 0; i < l.size(); i++) {
                out.add(without(outputs.get(i) + "_", l.get(i)));
            }
            return out;
        }
        if (metrics instanceof Map<?, ?> m && !m.containsKey("class_name")) {
            Map<String, @Nullable Object> out = Kind.toMap(m);
            out.replaceAll((output, given) -> without(output + "_", given));
            return out;
        }
        return metrics;
    }

    private static @Nullable Object without(String prefix, @Nullable Object given) {
        if (given instanceof List<?> l) {
            List<@Nullable Object> out = new ArrayList<>();
            l.forEach(x -> out.add(without(prefix, x)));
            return out;
        }
        if (!(given instanceof Map<?, ?> m) || !(m.get("config") instanceof Map<?, ?> c)) {
            return given;
        }
        Map<String, @Nullable Object> config = Kind.toMap(c);
        if (config.get("name") instanceof String name && name.startsWith(prefix)) {
            config.put("name", name.substring(prefix.length()));
        }
        Map<String, @Nullable Object> out = Kind.toMap(m);
        out.put("config", config);
        return out;
    }
}
