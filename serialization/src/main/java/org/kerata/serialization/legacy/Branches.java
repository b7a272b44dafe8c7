package org.kerata.serialization.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.Kind;

/**
 * A Sequential of Keras 1 may begin with a {@code Merge} of several models, its branches. Later versions have functional models for that, so
 * it becomes one: the layers of the branches, what merges them, and the others, in the order in which the weights are filed.
 */
final class Branches {
    private final List<Object> layers = new ArrayList<>();
    private final List<Object> inputs = new ArrayList<>();

    private Branches() {}

    /** Whether a model begins so. */
    static boolean begin(Map<String, @Nullable Object> described) {
        return described.get("config") instanceof List<?> l && !l.isEmpty() && isMerge(l.get(0));
    }

    private static boolean isMerge(@Nullable Object layer) {
        return layer instanceof Map<?, ?> m
                && "Merge".equals(m.get("class_name"))
                && m.get("config") instanceof Map<?, ?> c
                && c.get("layers") instanceof List<?>;
    }

    /** The same model in the functional form, in Keras 1's words. */
    static Map<String, @Nullable Object> joined(Map<String, @Nullable Object> described) {
        Branches b = new Branches();
        String last = b.chain(described.get("config") instanceof List<?> l ? l : List.of(), null);
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("name", "sequential");
        config.put("layers", b.layers);
        config.put("input_layers", b.inputs);
        config.put("output_layers", List.of(List.of(last, 0, 0)));
        Map<String, @Nullable Object> out = new LinkedHashMap<>(described);
        out.put("class_name", "Model");
        out.put("config", config);
        return out;
    }

    /** Adds layers one behind the other; the name of the last. */
    private String chain(List<?> given, @Nullable String before) {
        String last = before;
        for (Object l : given) {
            last = isMerge(l) ? merge(Kind.toMap(l)) : layer(Kind.toMap(l), last);
        }
        return String.valueOf(last);
    }

    private String merge(Map<String, @Nullable Object> described) {
        Map<String, @Nullable Object> config = config(described);
        List<Object> ends = new ArrayList<>();
        if (config.remove("layers") instanceof List<?> branches) {
            for (Object b : branches) {
                Map<String, @Nullable Object> branch = Kind.toMap(b);
                String end = branch.get("config") instanceof List<?> l ? chain(l, null) : layer(branch, null);
                ends.add(List.of(end, 0, 0));
            }
        }
        described.put("config", config);
        return add(described, config, ends);
    }

    private String layer(Map<String, @Nullable Object> described, @Nullable String before) {
        Map<String, @Nullable Object> config = config(described);
        boolean isInput = "InputLayer".equals(described.get("class_name"));
        Object shape = config.get("batch_input_shape");
        String from = before;
        if (from == null && !isInput && shape != null) {
            Map<String, @Nullable Object> input = new LinkedHashMap<>();
            from = config.get("name") + "_input";
            input.put("name", from);
            input.put("batch_input_shape", shape);
            Map<String, @Nullable Object> node = new LinkedHashMap<>();
            node.put("class_name", "InputLayer");
            inputs.add(List.of(add(node, input, List.of()), 0, 0));
        }
        String name = add(described, config, from == null ? List.of() : List.of(List.of(from, 0, 0)));
        if (isInput) {
            inputs.add(List.of(name, 0, 0));
        }
        return name;
    }

    private static Map<String, @Nullable Object> config(Map<String, @Nullable Object> described) {
        return described.get("config") instanceof Map<?, ?> m ? Kind.toMap(m) : new LinkedHashMap<>();
    }

    private String add(
            Map<String, @Nullable Object> described, Map<String, @Nullable Object> config, List<Object> tensors) {
        String name = String.valueOf(config.get("name"));
        described.put("name", name);
        described.put("config", config);
        described.put("inbound_nodes", tensors.isEmpty() ? List.of() : List.of(tensors));
        layers.add(described);
        return name;
    }
}
