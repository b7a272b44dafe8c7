package org.kerata.serialization.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.Kind;

/** How Keras 2 writes what a model was compiled with: optimizer, losses and metrics. */
final class Compiled2 {
    private static final String CUSTOM = "Custom>";
    private static final Set<String> WITHOUT_MEANING = Set.of("jit_compile", "is_legacy_optimizer", "fn");

    private Compiled2() {}

    /**
     * The same in Keras 3's form; what is in that form already stays as it is.
     *
     * @param alone whether it is of Keras before it became a part of TensorFlow
     */
    static Map<String, @Nullable Object> modernized(Map<String, @Nullable Object> config, boolean alone) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(config);
        out.computeIfPresent("optimizer", (k, v) -> v instanceof Map<?, ?> m ? optimizer(Kind.toMap(m), alone) : v);
        for (String key : List.of("loss", "metrics", "weighted_metrics")) {
            out.computeIfPresent(key, (k, v) -> objects(v));
        }
        return out;
    }

    private static Map<String, @Nullable Object> optimizer(Map<String, @Nullable Object> written, boolean alone) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(written);
        String name = String.valueOf(out.get("class_name"));
        out.put("class_name", name.startsWith(CUSTOM) ? name.substring(CUSTOM.length()) : name);
        if (out.get("registered_name") instanceof String r && r.startsWith(CUSTOM)) {
            out.remove("registered_name");
        }
        if (out.get("config") instanceof Map<?, ?> c) {
            Map<String, @Nullable Object> own = Kind.toMap(c);
            own.keySet().removeAll(WITHOUT_MEANING);
            if (own.containsKey("lr")) {
                own.putIfAbsent("learning_rate", own.remove("lr"));
            }
            if (alone && own.get("clipnorm") != null) {
                own.put("global_clipnorm", own.remove("clipnorm")); // it was the norm of all gradients together
            }
            if ("Nadam".equals(out.get("class_name"))) {
                // How slowly its momentum grows; tf.keras calls it decay.
                if (own.containsKey("decay")) {
                    own.put("schedule_decay", own.remove("decay"));
                }
            }
            if (own.get("decay") instanceof Number d && own.get("learning_rate") instanceof Number rate) {
                own.remove("decay");
                if (d.doubleValue() != 0) {
                    own.put("learning_rate", decaying(rate, d));
                }
            }
            out.put("config", own);
        }
        return out;
    }

    /** Keras 2's {@code decay}: the rate divided by {@code 1 + decay · steps}. */
    private static Map<String, @Nullable Object> decaying(Number rate, Number decay) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("initial_learning_rate", rate);
        config.put("decay_steps", 1);
        config.put("decay_rate", decay);
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("module", "keras.optimizers.schedules");
        out.put("class_name", "InverseTimeDecay");
        out.put("config", config);
        return out;
    }

    private static @Nullable Object objects(@Nullable Object v) {
        if (v instanceof List<?> l) {
            List<@Nullable Object> out = new ArrayList<>();
            l.forEach(x -> out.add(objects(x)));
            return out;
        }
        if (!(v instanceof Map<?, ?> m)) {
            return v;
        }
        Map<String, @Nullable Object> out = Kind.toMap(m);
        if (!(out.get("config") instanceof Map<?, ?> c) || !(out.get("class_name") instanceof String name)) {
            out.replaceAll((k, x) -> objects(x));
            return out;
        }
        Map<String, @Nullable Object> own = Kind.toMap(c);
        if (name.equals("MeanMetricWrapper") && own.get("fn") instanceof String function) {
            boolean general = "accuracy".equals(own.get("name")) || "acc".equals(own.get("name"));
            return general ? own.get("name") : RenamedLosses.metric(function, own.get("name"));
        }
        own.keySet().removeAll(WITHOUT_MEANING);
        if ("auto".equals(own.get("reduction"))) {
            own.put("reduction", "sum_over_batch_size");
        }
        out.put("config", own);
        return out;
    }
}
