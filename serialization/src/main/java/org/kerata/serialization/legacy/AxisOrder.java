package org.kerata.serialization.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keras 1 did not write down for all layers whether channels come first or last, and took its own setting when it read the model. That is
 * seen in the layers that say it.
 */
final class AxisOrder {
    private static final String KEY = "dim_ordering";
    private static final Set<String> SILENT = Set.of(
            "ZeroPadding2D",
            "ZeroPadding3D",
            "UpSampling2D",
            "UpSampling3D",
            "Cropping2D",
            "Cropping3D",
            "SpatialDropout2D",
            "SpatialDropout3D");

    private AxisOrder() {}

    /** The config of a model of Keras 1 in which these layers say it too. */
    static Map<String, @Nullable Object> completed(Map<String, @Nullable Object> model) {
        return says("th", model) && !says("tf", model) ? layer(model) : model;
    }

    private static boolean says(String order, @Nullable Object config) {
        if (config instanceof List<?> l) {
            return l.stream().anyMatch(x -> says(order, x));
        }
        return config instanceof Map<?, ?> m
                && (order.equals(m.get(KEY)) || m.values().stream().anyMatch(x -> says(order, x)));
    }

    private static Map<String, @Nullable Object> layer(Map<?, ?> described) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        described.forEach((k, v) -> out.put(String.valueOf(k), within(v)));
        if (SILENT.contains(String.valueOf(out.get("class_name"))) && out.get("config") instanceof Map<?, ?> c) {
            Map<String, @Nullable Object> config = layer(c);
            config.putIfAbsent(KEY, "th");
            out.put("config", config);
        }
        return out;
    }

    private static @Nullable Object within(@Nullable Object v) {
        if (v instanceof List<?> l) {
            List<@Nullable Object> out = new ArrayList<>();
            l.forEach(x -> out.add(within(x)));
            return out;
        }
        return v instanceof Map<?, ?> m ? layer(m) : v;
    }
}
