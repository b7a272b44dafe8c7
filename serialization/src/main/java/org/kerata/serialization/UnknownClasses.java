package org.kerata.serialization;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.Kind;
import org.kerata.layers.Layers;
import org.kerata.layers.Names;
import org.kerata.layers.activations.Activations;
import org.kerata.layers.constraints.Constraints;
import org.kerata.layers.initializers.Initializers;
import org.kerata.layers.regularizers.Regularizers;
import org.kerata.training.losses.Losses;
import org.kerata.training.metrics.Metrics;
import org.kerata.training.optimizers.Optimizers;
import org.kerata.training.optimizers.schedules.Schedules;

/**
 * Looks through a config for what is not known, before anything is made: layers, operations, what layers are made with, and what the model
 * was compiled with. All is reported at once, and with it the {@code Lambda} layers that have no function.
 */
final class UnknownClasses {
    /** What an option holds, by the end of its key. */
    private static final Map<String, Part> PARTS = Map.of(
            "initializer", new Part("initializer", Initializers.NAMES),
            "regularizer", new Part("regularizer", Regularizers.NAMES),
            "constraint", new Part("constraint", Constraints.NAMES),
            "activation", new Part("activation", Activations.NAMES));

    private static final Map<String, Part> COMPILED = Map.of(
            "loss", new Part("loss", Losses.NAMES),
            "metrics", new Part("metric", Metrics.NAMES),
            "weighted_metrics", new Part("metric", Metrics.NAMES));

    private final List<String> layers = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final List<String> lambdas = new ArrayList<>();

    private record Part(String what, Names<?> names) {}

    private UnknownClasses() {}

    /**
     * Goes through a model's config.
     *
     * @param compiled whether it is to be compiled as the config says
     * @throws ConfigException if classes are unknown: all of them, with the names of their layers
     */
    static void check(Map<String, @Nullable Object> model, boolean compiled) {
        UnknownClasses u = new UnknownClasses();
        u.layer(model, null);
        if (compiled && model.get("compile_config") instanceof Map<?, ?> c) {
            u.compiled(c);
        }
        u.report();
    }

    private void report() {
        List<String> found = new ArrayList<>(layers);
        found.addAll(others);
        StringBuilder b = new StringBuilder();
        if (!found.isEmpty()) {
            b.append(
                            others.isEmpty()
                                    ? "The model has layers of classes that are not known:\n  "
                                    : "The model has classes that are not known:\n  ")
                    .append(String.join("\n  ", found))
                    .append("\nRegister yours before loading, each with a factory that makes one with default options:"
                            + " Registry.register(\"package>Name\", Name::new).");
        }
        if (!lambdas.isEmpty()) {
            b.append(b.length() > 0 ? "\n" : "")
                    .append(
                            "The model has Lambda layers, whose functions are Python code, which Java cannot run:\n  \"")
                    .append(String.join("\"\n  \"", lambdas))
                    .append("\"\nGive each its function in Java: new Load().lambda(\"")
                    .append(lambdas.get(0))
                    .append("\", x -> …).");
        }
        if (b.length() > 0) {
            throw new ConfigException(b.toString());
        }
    }

    private void layer(Map<String, @Nullable Object> described, @Nullable String within) {
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
        Object given = own.getOrDefault("name", described.get("name"));
        String path = LambdaLayers.path(within, given);
        if (!known) {
            layers.add("\"" + path + "\" of class " + (registered instanceof String r && !r.equals(name) ? r : name));
            return; // what stands in its config is its own affair
        }
        if (LambdaLayers.isOne(described) && !LambdaLayers.hasFunction(own)) {
            lambdas.add(path);
        }
        within(own, path, within == null ? "" : own.containsKey("layers") ? path : within);
    }

    /** What is within a layer: the layers of models, the one in a wrapper, and what its options hold. */
    private void within(Map<String, @Nullable Object> config, String path, String inner) {
        config.forEach((key, value) -> {
            Part part = PARTS.get(key.substring(key.lastIndexOf('_') + 1));
            if ((key.equals("layers") || key.equals("cells")) && value instanceof List<?> l) {
                l.forEach(x -> layer(Kind.toMap(x), inner));
            } else if (value instanceof Map<?, ?> m && isLayer(key, m)) {
                layer(Kind.toMap(m), inner);
            } else if (part != null && value instanceof String name && !part.names.knows(name)) {
                others.add("\"" + path + "\": " + part.what + " \"" + name + "\"");
            } else if (part != null && value instanceof Map<?, ?> m) {
                part(part, m, "\"" + path + "\": ");
            }
        });
    }

    private static boolean isLayer(String key, Map<?, ?> m) {
        return m.get("class_name") instanceof String
                && (key.equals("layer") || key.equals("cell") || key.endsWith("_layer"));
    }

    private void part(Part part, Map<?, ?> described, String where) {
        Object name = described.get("class_name");
        Object registered = described.get("registered_name");
        if ("function".equals(name)) {
            name = described.get("config");
        }
        boolean known = (name instanceof String n && (part.names.knows(n) || Layers.NAMES.knows(n)))
                || (registered instanceof String r && part.names.knows(r));
        if (!known && name instanceof String) {
            others.add(
                    where + part.what + " \"" + (registered instanceof String r && r.contains(">") ? r : name) + "\"");
        }
    }

    private void compiled(Map<?, ?> config) {
        if (config.get("optimizer") instanceof Map<?, ?> m) {
            part(new Part("optimizer", Optimizers.NAMES), m, "compile: ");
            if (m.get("config") instanceof Map<?, ?> own && own.get("learning_rate") instanceof Map<?, ?> schedule) {
                part(new Part("schedule", Schedules.NAMES), schedule, "compile: ");
            }
        }
        COMPILED.forEach((key, part) -> all(part, config.get(key)));
    }

    /** Objects by output or in order; their names alone are looked up when the model is compiled. */
    private void all(Part part, @Nullable Object value) {
        if (value instanceof List<?> l) {
            l.forEach(x -> all(part, x));
        } else if (value instanceof Map<?, ?> m) {
            if (m.containsKey("class_name") && m.containsKey("config")) {
                part(part, m, "compile: ");
            } else {
                m.values().forEach(x -> all(part, x));
            }
        }
    }
}
