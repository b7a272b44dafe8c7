package org.kerata.serialization.legacy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.Kind;

/**
 * The calls of {@code TensorFlowOpLayer}: an op of TensorFlow's graph with attributes, and constants in the places of some inputs. They are
 * brought to the form that functions have.
 */
final class RawOps {
    private RawOps() {}

    /** The call of a function; null if the op does something that the function does not. */
    static @Nullable Map<String, @Nullable Object> named(
            TensorFlowFunctions.Known known,
            Map<String, @Nullable Object> config,
            Map<String, @Nullable Object> node,
            Map<String, @Nullable Object> call) {
        List<@Nullable Object> inputs = inputs(config, node, call);
        Map<String, @Nullable Object> attributes = node.get("attr") instanceof Map<?, ?> m ? Kind.toMap(m) : Map.of();
        List<@Nullable Object> args = new ArrayList<>();
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        switch (known.className()) {
            case "Concatenate" -> {
                args.add(new ArrayList<>(inputs.subList(0, inputs.size() - 1)));
                named.put("axis", inputs.get(inputs.size() - 1));
            }
            case "Stack" -> {
                args.add(inputs);
                named.put("axis", integer(attributes, "axis"));
            }
            case "GetItem" -> {
                List<Object> key = key(inputs, attributes);
                if (key == null) {
                    return null;
                }
                args.add(inputs.get(0));
                args.add(key);
            }
            case "Matmul" -> {
                if (List.of("transpose_a", "transpose_b", "adj_x", "adj_y").stream()
                        .anyMatch(k -> truth(attributes, k))) {
                    return null;
                }
                args.addAll(inputs);
            }
            case "Squeeze" -> {
                args.addAll(inputs);
                named.put("axis", integers(attributes, "squeeze_dims"));
            }
            case "Cast" -> {
                args.addAll(inputs);
                named.put("dtype", type(attributes));
            }
            default -> {
                args.addAll(inputs);
                if (known.parameters().contains("keepdims")) {
                    named.put("keepdims", truth(attributes, "keep_dims"));
                }
            }
        }
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("args", args);
        out.put("kwargs", named);
        return out;
    }

    private static List<@Nullable Object> inputs(
            Map<String, @Nullable Object> config,
            Map<String, @Nullable Object> node,
            Map<String, @Nullable Object> call) {
        Deque<Object> tensors = new ArrayDeque<>();
        if (call.get("args") instanceof List<?> l && !l.isEmpty()) {
            tensors.addAll(l.get(0) instanceof List<?> all ? all : List.of(l.get(0)));
        }
        Map<String, @Nullable Object> constants =
                config.get("constants") instanceof Map<?, ?> m ? Kind.toMap(m) : Map.of();
        int count = node.get("input") instanceof List<?> l
                ? (int) l.stream()
                        .filter(i -> !String.valueOf(i).startsWith("^"))
                        .count()
                : 0;
        List<@Nullable Object> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String key = String.valueOf(i);
            out.add(constants.containsKey(key) ? constants.get(key) : tensors.poll());
        }
        return out;
    }

    private static @Nullable List<Object> key(List<@Nullable Object> inputs, Map<String, @Nullable Object> attributes) {
        if (inputs.size() != 4
                || !(inputs.get(1) instanceof List<?> begin)
                || !(inputs.get(2) instanceof List<?> end)
                || !(inputs.get(3) instanceof List<?> steps)
                || integer(attributes, "new_axis_mask") != 0
                || integer(attributes, "ellipsis_mask") != 0) {
            return null;
        }
        List<Object> out = new ArrayList<>();
        for (int i = 0; i < begin.size(); i++) {
            if ((integer(attributes, "shrink_axis_mask") >> i & 1) == 1) {
                out.add(java.util.Objects.requireNonNull(begin.get(i)));
                continue;
            }
            boolean fromStart = (integer(attributes, "begin_mask") >> i & 1) == 1;
            boolean toEnd = (integer(attributes, "end_mask") >> i & 1) == 1;
            out.add(TensorFlowLayers.slice(fromStart ? null : begin.get(i), toEnd ? null : end.get(i), steps.get(i)));
        }
        return out;
    }

    private static Map<?, ?> attribute(Map<String, @Nullable Object> attributes, String name) {
        return attributes.get(name) instanceof Map<?, ?> m ? m : Map.of();
    }

    private static boolean truth(Map<String, @Nullable Object> attributes, String name) {
        return Boolean.TRUE.equals(attribute(attributes, name).get("b"));
    }

    private static int integer(Map<String, @Nullable Object> attributes, String name) {
        Object i = attribute(attributes, name).get("i");
        try {
            return i == null ? 0 : (int) Double.parseDouble(String.valueOf(i));
        } catch (NumberFormatException e) {
            throw new ConfigException("The attribute " + name + " of an operation of TensorFlow must be a whole number."
                    + " Received: \"" + i + "\".");
        }
    }

    private static List<Object> integers(Map<String, @Nullable Object> attributes, String name) {
        List<Object> out = new ArrayList<>();
        if (attribute(attributes, name).get("list") instanceof Map<?, ?> m && m.get("i") instanceof List<?> l) {
            l.forEach(i -> out.add((int) Double.parseDouble(String.valueOf(i))));
        }
        return Collections.unmodifiableList(out);
    }

    /** {@code DT_FLOAT}, {@code DT_INT32}, … as Keras names them. */
    private static String type(Map<String, @Nullable Object> attributes) {
        String name = String.valueOf(attribute(attributes, "DstT").get("type"))
                .replaceFirst("^DT_", "")
                .toLowerCase(java.util.Locale.ROOT);
        return switch (name) {
            case "float" -> "float32";
            case "double" -> "float64";
            case "half" -> "float16";
            default -> name;
        };
    }
}
