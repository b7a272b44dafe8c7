package org.kerata.serialization;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.Kind;
import org.kerata.layers.core.Lambda;

/**
 * The {@code Lambda} layers of a model's config. Their functions are Python code; what stands in for them in Java is put into the config
 * before the model is made of it.
 */
final class LambdaLayers {
    private static final String CLASS = "Lambda";

    private final Map<String, Lambda.Body> functions;
    private final Set<String> used = new LinkedHashSet<>();
    private final List<String> found = new ArrayList<>();

    private LambdaLayers(Map<String, Lambda.Body> functions) {
        this.functions = functions;
    }

    /**
     * The config with functions in the layers of these names. A layer of a model within is named by its own name, or with the names of the
     * models that it is in: {@code "inner/lambda"}.
     *
     * @throws ConfigException if there is no such layer
     */
    static Map<String, @Nullable Object> supplied(
            Map<String, @Nullable Object> model, Map<String, Lambda.Body> functions) {
        if (functions.isEmpty()) {
            return model;
        }
        LambdaLayers l = new LambdaLayers(functions);
        Map<String, @Nullable Object> out = l.layer(model, null);
        for (String name : functions.keySet()) {
            if (!l.used.contains(name)) {
                throw new ConfigException("Load: the model has no Lambda layer \"" + name + "\". "
                        + (l.found.isEmpty()
                                ? "It has none."
                                : "Its Lambda layers: \"" + String.join("\", \"", l.found) + "\"."));
            }
        }
        return out;
    }

    /** Whether the function of a {@code Lambda} layer's config is there: supplied, or registered under a name. */
    static boolean hasFunction(Map<String, @Nullable Object> config) {
        Object function = config.get("function");
        if (function instanceof Lambda.Body) {
            return true;
        }
        if (function instanceof Map<?, ?> m) {
            return (m.get("registered_name") instanceof String r && Lambda.FUNCTIONS.knows(r))
                    || (m.get("config") instanceof String s && Lambda.FUNCTIONS.knows(s));
        }
        return function instanceof String s && Lambda.FUNCTIONS.knows(s);
    }

    /** Whether a described layer is one of these. A class of the user's that is registered under another name is none. */
    static boolean isOne(Map<?, ?> described) {
        return CLASS.equals(described.get("class_name"))
                && (!(described.get("registered_name") instanceof String r) || r.equals(CLASS));
    }

    /** The path of a layer within others; the outermost model is not named. */
    static String path(@Nullable String within, @Nullable Object name) {
        return within == null || within.isEmpty() ? String.valueOf(name) : within + "/" + name;
    }

    private Map<String, @Nullable Object> layer(Map<?, ?> described, @Nullable String within) {
        Map<String, @Nullable Object> out = Kind.toMap(described);
        if (!(described.get("config") instanceof Map<?, ?> c)) {
            return out;
        }
        Map<String, @Nullable Object> config = Kind.toMap(c);
        Object name = config.getOrDefault("name", described.get("name"));
        String path = path(within, name);
        if (isOne(described)) {
            out.put("config", lambda(config, path, String.valueOf(name)));
            return out;
        }
        String inner = within == null ? "" : config.containsKey("layers") ? path : within;
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        config.forEach((k, v) -> changed.put(k, value(v, inner)));
        out.put("config", changed);
        return out;
    }

    private @Nullable Object value(@Nullable Object v, String within) {
        if (v instanceof Map<?, ?> m) {
            if (m.get("class_name") instanceof String && m.containsKey("config")) {
                return layer(m, within);
            }
            return v;
        }
        if (v instanceof List<?> l) {
            List<@Nullable Object> out = new ArrayList<>();
            l.forEach(x -> out.add(value(x, within)));
            return out;
        }
        return v;
    }

    private Map<String, @Nullable Object> lambda(Map<String, @Nullable Object> config, String path, String name) {
        found.add(path);
        String key = functions.containsKey(path) ? path : name;
        Lambda.Body body = functions.get(key);
        if (body == null) {
            return config;
        }
        used.add(key);
        if (config.get("mask") != null) {
            throw new ConfigException(
                    "Layer \"" + path + "\" (Lambda): its mask is Python code too, for which Load takes no"
                            + " function. In Python, make it a layer class of its own, and register one of that name here.");
        }
        // What else stands there tells how Python is to find and call its function.
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        for (String keep : List.of("name", "trainable", "dtype")) {
            if (config.containsKey(keep)) {
                out.put(keep, config.get(keep));
            }
        }
        out.put("function", body);
        return out;
    }
}
