package org.kerata.serialization;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.Kind;
import org.kerata.layers.Layers;

/** Looks through a config for layers and operations that are not known, before anything is made: they are reported all at once. */
final class UnknownClasses {
    private final List<String> found = new ArrayList<>();

    private UnknownClasses() {}

    /**
     * Goes through a model's config.
     *
     * @throws ConfigException if classes are unknown: all of them, with the names of their layers
     */
    static void check(Map<String, @Nullable Object> model) {
        UnknownClasses u = new UnknownClasses();
        u.layer(model);
        if (!u.found.isEmpty()) {
            throw new ConfigException("The model has layers of classes that are not known:\n  "
                    + String.join("\n  ", u.found)
                    + "\nRegister yours before loading, each with a factory that makes one with default options:"
                    + " Registry.register(\"package>Name\", Name::new).");
        }
    }

    private void layer(Map<String, @Nullable Object> described) {
        Object className = described.get("class_name");
        Object registered = described.get("registered_name");
        Object config = described.get("config");
        if (!(className instanceof String name)) {
            throw new ConfigException("A layer in a config must have a \"class_name\". Received: " + described + ".");
        }
        boolean known = Operators.isModule(described.get("module"))
                ? Operators.find(described.get("module"), name) != null
                : Layers.NAMES.knows(name) || (registered instanceof String r && Layers.NAMES.knows(r));
        Map<String, @Nullable Object> own = config instanceof Map<?, ?> m ? Kind.toMap(m) : Map.of();
        if (!known) {
            found.add("\"" + own.getOrDefault("name", described.get("name")) + "\" of class "
                    + (registered instanceof String r && !r.equals(name) ? r : name));
        }
        within(own);
    }

    /** Layers within: those of models, and the one in a wrapper. */
    private void within(Map<String, @Nullable Object> config) {
        config.forEach((key, value) -> {
            if (key.equals("layers") && value instanceof List<?> l) {
                l.forEach(x -> layer(Kind.toMap(x)));
            } else if (value instanceof Map<?, ?> m && isLayer(key, m)) {
                layer(Kind.toMap(m));
            }
        });
    }

    private static boolean isLayer(String key, Map<?, ?> m) {
        return m.get("class_name") instanceof String
                && (key.equals("layer") || key.equals("cell") || key.endsWith("_layer"));
    }
}
