package org.kerata.serialization.legacy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.Kind;

/** What Keras 2 and tf.keras write differently from Keras 3. */
final class Keras2 {
    /** Of how a backend computed, not of what. */
    private static final Set<String> WITHOUT_MEANING = Set.of(
            "batch_input_shape",
            "input_dtype",
            "implementation",
            "time_major",
            "renorm",
            "renorm_clipping",
            "renorm_momentum",
            "fused",
            "virtual_batch_size",
            "adjustment",
            "input_length",
            "trainable_weights",
            "query_shape",
            "key_shape",
            "value_shape");

    private Keras2() {}

    /** A layer's options under their names in Keras 3. */
    static Map<String, @Nullable Object> options(String className, Map<String, @Nullable Object> config) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(config);
        Object shape = out.get("batch_input_shape");
        if (className.equals("InputLayer") && shape != null) {
            out.putIfAbsent("batch_shape", shape);
        }
        if (className.equals("BatchNormalization") && out.get("axis") instanceof List<?> axes && axes.size() == 1) {
            out.put("axis", axes.get(0));
        }
        out.remove("causal", false);
        if (className.equals("ThresholdedReLU")) {
            out.put("threshold", out.remove("theta"));
        }
        if (className.equals("LeakyReLU") && out.containsKey("alpha")) {
            out.put("negative_slope", out.remove("alpha"));
        }
        if (className.startsWith("SeparableConv") || className.startsWith("DepthwiseConv")) {
            out.keySet().removeIf(k -> k.startsWith("kernel_") && !k.equals("kernel_size"));
            out.remove("groups", 1);
            if (className.startsWith("Depthwise")) {
                out.remove("filters");
            }
        }
        if (className.startsWith("GRU") && isOld(config)) {
            out.putIfAbsent("reset_after", false);
        }
        out.keySet().removeIf(k -> !k.equals("batch_input_shape") && WITHOUT_MEANING.contains(k));
        out.replaceAll((key, value) ->
                value instanceof Map<?, ?> m && key.endsWith("_initializer") ? initializer(m) : value);
        return out;
    }

    private static boolean isOld(Map<String, @Nullable Object> config) {
        return config.containsKey("implementation") || !config.containsKey("dtype");
    }

    /** Initializers of tf.keras have a type of their own, which is the layer's anyway. */
    private static Map<String, @Nullable Object> initializer(Map<?, ?> written) {
        Map<String, @Nullable Object> out = Kind.toMap(written);
        if (out.get("config") instanceof Map<?, ?> c) {
            Map<String, @Nullable Object> own = Kind.toMap(c);
            own.remove("dtype");
            out.put("config", own);
        }
        return out;
    }

    /** The input that Keras 2 hides in the first layer of a Sequential, in front of it. */
    static void declareInput(Map<String, @Nullable Object> sequential) {
        if (!(sequential.get("layers") instanceof List<?> given)) {
            return;
        }
        List<Object> layers = new ArrayList<>();
        for (Object l : given) {
            Map<String, @Nullable Object> layer = Kind.toMap(l);
            if (layer.get("config") instanceof Map<?, ?> c) {
                Map<String, @Nullable Object> own = Kind.toMap(c);
                Object shape = own.remove("batch_input_shape");
                if (shape == null && layers.isEmpty()) {
                    shape = shapeWithin(own);
                }
                boolean isInput = "InputLayer".equals(layer.get("class_name"));
                if (shape != null && layers.isEmpty() && !isInput) {
                    layers.add(input(shape, own.get("dtype"), layer.get("class_name")));
                }
                layer.put("config", own);
            }
            layers.add(layer);
        }
        sequential.put("layers", layers);
    }

    /** The shape of the input of a model that is the first layer; null if it tells none. */
    private static @Nullable Object shapeWithin(Map<String, @Nullable Object> model) {
        return model.get("layers") instanceof List<?> l
                        && !l.isEmpty()
                        && l.get(0) instanceof Map<?, ?> first
                        && "InputLayer".equals(first.get("class_name"))
                        && first.get("config") instanceof Map<?, ?> c
                ? c.get("batch_shape")
                : null;
    }

    private static Map<String, @Nullable Object> input(
            Object shape, @Nullable Object dtype, @Nullable Object firstLayer) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("batch_shape", shape);
        boolean indices = "Embedding".equals(firstLayer);
        config.put("dtype", !indices && dtype instanceof String s ? s : "float32");
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("module", "keras.layers");
        out.put("class_name", "InputLayer");
        out.put("config", config);
        return out;
    }

    // ---- calls ----

    /** The calls of a functional model: lists of tensors become arguments. */
    static void calls(Map<String, @Nullable Object> functional) {
        if (!(functional.get("layers") instanceof List<?> given)) {
            return;
        }
        boolean old = false;
        List<Map<String, @Nullable Object>> layers = new ArrayList<>();
        for (Object l : given) {
            Map<String, @Nullable Object> layer = Kind.toMap(l);
            if (layer.get("config") instanceof Map<?, ?> c) {
                Map<String, @Nullable Object> own = Kind.toMap(c);
                own.remove("batch_input_shape");
                layer.put("config", own);
            }
            layers.add(layer);
            old |= layer.get("inbound_nodes") instanceof List<?> nodes
                    && nodes.stream().anyMatch(n -> n instanceof List<?>);
        }
        functional.put("layers", layers);
        if (!old) {
            return;
        }
        Map<String, Integer> inCalls = shifts(functional, layers, 0);
        Map<String, Integer> ends = shifts(functional, layers, 1);
        for (Map<String, @Nullable Object> layer : layers) {
            List<Object> nodes = new ArrayList<>();
            boolean causal = isCausal(layer);
            if (layer.get("inbound_nodes") instanceof List<?> l) {
                l.forEach(n -> nodes.add(causal ? causal(node(n, inCalls)) : node(n, inCalls)));
            }
            layer.put("inbound_nodes", nodes);
        }
        for (String key : List.of("input_layers", "output_layers")) {
            functional.put(key, shifted(functional.get(key), ends));
        }
    }

    /**
     * What to add to the numbers of calls of models within this one: where the outputs are named, Keras 3 counts those of functional models
     * from 1; else from 0. Older versions differ among themselves, which shows in the lowest number.
     *
     * @param functionalFrom the number of the first call of a functional model
     */
    private static Map<String, Integer> shifts(
            Map<String, @Nullable Object> functional, List<Map<String, @Nullable Object>> layers, int functionalFrom) {
        Map<String, Integer> lowest = new HashMap<>();
        for (Map<String, @Nullable Object> layer : layers) {
            count(layer.get("inbound_nodes"), lowest);
        }
        count(functional.get("output_layers"), lowest);
        Map<String, Integer> out = new HashMap<>();
        for (Map<String, @Nullable Object> layer : layers) {
            String name = String.valueOf(layer.get("name"));
            boolean model = "Functional".equals(layer.get("class_name"));
            if (model || "Sequential".equals(layer.get("class_name"))) {
                int first = Math.min(1, lowest.getOrDefault(name, 0));
                out.put(name, (model ? functionalFrom : 0) - first);
            }
        }
        return out;
    }

    private static boolean isTensor(Object v) {
        return v instanceof List<?> l
                && l.size() >= 3
                && l.get(0) instanceof String
                && l.get(1) instanceof Number
                && l.get(2) instanceof Number;
    }

    private static boolean isConstant(@Nullable Object v) {
        return v instanceof List<?> l && l.size() >= 3 && "_CONSTANT_VALUE".equals(l.get(0));
    }

    private static void count(@Nullable Object v, Map<String, Integer> lowest) {
        if (v instanceof List<?> l) {
            if (isTensor(l) && l.get(1) instanceof Number n) {
                lowest.merge(String.valueOf(l.get(0)), n.intValue(), Math::min);
            }
            l.forEach(x -> count(x, lowest));
        } else if (v instanceof Map<?, ?> m) {
            m.values().forEach(x -> count(x, lowest));
        }
    }

    private static @Nullable Object shifted(@Nullable Object v, Map<String, Integer> shifts) {
        if (v instanceof List<?> l) {
            if (isTensor(l) && l.get(1) instanceof Number n) {
                String name = String.valueOf(l.get(0));
                List<@Nullable Object> out = new ArrayList<>(l);
                out.set(1, n.intValue() + shifts.getOrDefault(name, 0));
                return out;
            }
            List<@Nullable Object> out = new ArrayList<>();
            l.forEach(x -> out.add(shifted(x, shifts)));
            return out;
        }
        if (v instanceof Map<?, ?> m) {
            Map<String, @Nullable Object> out = new LinkedHashMap<>();
            m.forEach((k, x) -> out.put(String.valueOf(k), shifted(x, shifts)));
            return out;
        }
        return v;
    }

    /** A call: {@code [[layer, call, output, named], …]}, or already in Keras 3's form. */
    private static Map<String, @Nullable Object> node(@Nullable Object node, Map<String, Integer> shifts) {
        if (node instanceof Map<?, ?> m) {
            return Kind.toMap(m);
        }
        if (!(node instanceof List<?> given)) {
            throw new ConfigException("A call in a config must be a list of tensors. Received: " + node + ".");
        }
        boolean alone = isTensor(given) || isConstant(given);
        List<?> tensors = alone ? List.of(given) : given;
        List<Object> arguments = new ArrayList<>();
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (Object t : tensors) {
            if (!isTensor(t) && !isConstant(t)) {
                throw new ConfigException(
                        "A tensor in a call must be the name of a layer, the number of the call and of"
                                + " the output. Received: " + t + ".");
            }
            List<?> l = (List<?>) t;
            arguments.add(isConstant(l) ? java.util.Objects.requireNonNull(l.get(2)) : tensor(l, shifts));
            if (l.size() > 3 && l.get(3) instanceof Map<?, ?> more) {
                Kind.toMap(more).forEach((k, v) -> named.put(k, argument(v, shifts)));
            }
        }
        named.remove("mask");
        named.remove("name");
        List<@Nullable Object> args = new ArrayList<>();
        args.add(arguments.size() == 1 ? arguments.get(0) : arguments);
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("args", args);
        out.put("kwargs", named);
        return out;
    }

    /** Attention told in its config what is an argument of its call today, and is taken from the config here. */
    private static boolean isCausal(Map<String, @Nullable Object> layer) {
        if (layer.get("config") instanceof Map<?, ?> c && Boolean.TRUE.equals(c.get("causal"))) {
            Map<String, @Nullable Object> config = Kind.toMap(c);
            config.remove("causal");
            layer.put("config", config);
            return true;
        }
        return false;
    }

    private static Map<String, @Nullable Object> causal(Map<String, @Nullable Object> node) {
        Map<String, @Nullable Object> named =
                node.get("kwargs") instanceof Map<?, ?> m ? Kind.toMap(m) : new LinkedHashMap<>();
        named.put("use_causal_mask", true);
        node.put("kwargs", named);
        return node;
    }

    private static @Nullable Object argument(@Nullable Object v, Map<String, Integer> shifts) {
        if (v != null && isTensor(v)) {
            return tensor((List<?>) v, shifts);
        }
        if (v instanceof List<?> l) {
            List<@Nullable Object> out = new ArrayList<>();
            l.forEach(x -> out.add(argument(x, shifts)));
            return out;
        }
        return v;
    }

    private static Map<String, @Nullable Object> tensor(List<?> l, Map<String, Integer> shifts) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("keras_history", java.util.Objects.requireNonNull(shifted(l.subList(0, 3), shifts)));
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("class_name", "__keras_tensor__");
        out.put("config", config);
        return out;
    }
}
