package org.kerata.serialization.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.Kind;

/** Losses, and metrics that are means of them, under names that they have no more. A metric keeps its old name in the logs. */
final class RenamedLosses {
    private static final Map<String, String> LOSSES = Map.of(
            "CosineProximity", "CosineSimilarity",
            "huber_loss", "huber",
            "kullback_leibler_divergence", "kl_divergence",
            "logcosh", "log_cosh");

    private static final Map<String, String> METRICS = Map.of(
            "CosineProximity", "CosineSimilarity",
            "KLD", "KLDivergence",
            "kld", "KLDivergence",
            "kullback_leibler_divergence", "KLDivergence",
            "log_cosh", "LogCoshError",
            "logcosh", "LogCoshError");

    private static final List<String> COSINE = List.of("cosine", "cosine_proximity");

    private RenamedLosses() {}

    /**
     * What a model was compiled with, under today's names. A cosine has been what it is today since Keras 2.2 as a loss, and since 2.3 as a
     * metric; that of a file of before is something else, and stays under its old name, which is not known.
     *
     * @param version the version that wrote it, empty if it is not known
     */
    static Map<String, @Nullable Object> renamed(Map<String, @Nullable Object> config, String version) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(config);
        boolean first = version.startsWith("1.");
        Map<String, String> losses = new LinkedHashMap<>(LOSSES);
        if (!first && !version.matches("2\\.[01]\\..*")) {
            COSINE.forEach(c -> losses.put(c, "cosine_similarity"));
        }
        Map<String, String> metrics = new LinkedHashMap<>(METRICS);
        if (!first && !version.matches("2\\.([01]\\..*|2\\.\\d+)")) { // tf.keras had today's in its "2.2.4-tf"
            COSINE.forEach(c -> metrics.put(c, "CosineSimilarity"));
        }
        out.computeIfPresent("loss", (k, v) -> renamed(v, losses, false));
        for (String key : List.of("metrics", "weighted_metrics")) {
            out.computeIfPresent(key, (k, v) -> renamed(v, metrics, true));
        }
        return out;
    }

    private static @Nullable Object renamed(@Nullable Object v, Map<String, String> names, boolean named) {
        if (v instanceof List<?> l) {
            List<@Nullable Object> out = new ArrayList<>();
            l.forEach(x -> out.add(renamed(x, names, named)));
            return out;
        }
        if (v instanceof String old) {
            String today = names.get(old);
            if (today == null) {
                return old;
            }
            return named ? metric(today, old) : today;
        }
        if (!(v instanceof Map<?, ?> m)) {
            return v;
        }
        Map<String, @Nullable Object> out = Kind.toMap(m);
        if (out.get("class_name") instanceof String name && out.containsKey("config")) {
            out.put("class_name", names.getOrDefault(name, name));
        } else {
            out.replaceAll((k, x) -> renamed(x, names, named));
        }
        return out;
    }

    /** A metric that keeps its name in the logs. */
    static Map<String, @Nullable Object> metric(String kind, @Nullable Object name) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("name", name);
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("module", "keras.metrics");
        out.put("class_name", kind);
        out.put("config", config);
        return out;
    }
}
