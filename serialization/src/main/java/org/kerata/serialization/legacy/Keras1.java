package org.kerata.serialization.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.slf4j.LoggerFactory;

/** Options under the names that Keras 1 gave them. */
final class Keras1 {
    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("output_dim", "units"),
            Map.entry("init", "kernel_initializer"),
            Map.entry("W_regularizer", "kernel_regularizer"),
            Map.entry("b_regularizer", "bias_regularizer"),
            Map.entry("U_regularizer", "recurrent_regularizer"),
            Map.entry("W_constraint", "kernel_constraint"),
            Map.entry("b_constraint", "bias_constraint"),
            Map.entry("bias", "use_bias"),
            Map.entry("inner_init", "recurrent_initializer"),
            Map.entry("inner_activation", "recurrent_activation"),
            Map.entry("dropout_W", "dropout"),
            Map.entry("dropout_U", "recurrent_dropout"),
            Map.entry("p", "rate"),
            Map.entry("sigma", "stddev"),
            Map.entry("nb_filter", "filters"),
            Map.entry("filter_length", "kernel_size"),
            Map.entry("subsample", "strides"),
            Map.entry("subsample_length", "strides"),
            Map.entry("border_mode", "padding"),
            Map.entry("dim_ordering", "data_format"),
            Map.entry("pool_length", "pool_size"),
            Map.entry("stride", "strides"),
            Map.entry("beta_init", "beta_initializer"),
            Map.entry("gamma_init", "gamma_initializer"),
            Map.entry("length", "size"),
            Map.entry("atrous_rate", "dilation_rate"),
            Map.entry("dot_axes", "axes"));

    private static final Map<String, String> EMBEDDING = Map.of(
            "init", "embeddings_initializer",
            "W_regularizer", "embeddings_regularizer",
            "W_constraint", "embeddings_constraint");

    private static final List<String> GONE = List.of("consume_less", "mode", "input_dim", "input_length");

    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("Convolution1D", "Conv1D"),
            Map.entry("Convolution2D", "Conv2D"),
            Map.entry("Convolution3D", "Conv3D"),
            Map.entry("AtrousConvolution1D", "Conv1D"),
            Map.entry("AtrousConvolution2D", "Conv2D"),
            Map.entry("Deconvolution2D", "Conv2DTranspose"),
            Map.entry("SeparableConvolution2D", "SeparableConv2D"),
            Map.entry("TimeDistributedDense", "Dense"));

    private static final Map<String, String> MERGES = Map.of(
            "sum", "Add",
            "mul", "Multiply",
            "ave", "Average",
            "concat", "Concatenate",
            "max", "Maximum",
            "dot", "Dot",
            "cos", "Dot");

    /** Words that only Keras 1 has. */
    private static final Set<String> WORDS = Set.of(
            "output_dim",
            "nb_filter",
            "border_mode",
            "dim_ordering",
            "inner_init",
            "inner_activation",
            "W_regularizer",
            "pool_length");

    private Keras1() {}

    /** A class's name in Keras 2. */
    static String className(String name, @Nullable Object config) {
        if (name.equals("Merge") && config instanceof Map<?, ?> m && m.get("mode") instanceof String mode) {
            return MERGES.getOrDefault(mode, name);
        }
        return CLASSES.getOrDefault(name, name);
    }

    /** Whether a config without a version is of Keras 1: it says so by its words. */
    static boolean speaks(@Nullable Object config) {
        if (config instanceof List<?> l) {
            return l.stream().anyMatch(Keras1::speaks);
        }
        if (config instanceof Map<?, ?> m) {
            boolean embedding = m.containsKey("embeddings_initializer"); // output_dim is Keras 2's word too here
            return m.keySet().stream().anyMatch(k -> WORDS.contains(k) && !embedding)
                    || m.values().stream().anyMatch(Keras1::speaks);
        }
        return false;
    }

    /** A layer's options under their names in Keras 2, those of a class under its name there. */
    static Map<String, @Nullable Object> options(String className, Map<String, @Nullable Object> config) {
        if (config.containsKey("concat_axis") && config.get("mode") instanceof String mode) {
            return merge(mode, config);
        }
        boolean embedding = className.equals("Embedding");
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        config.forEach((key, value) -> {
            String now = embedding ? EMBEDDING.getOrDefault(key, key) : RENAMED.getOrDefault(key, key);
            if (key.equals("length") && !className.startsWith("UpSampling")) {
                now = key;
            }
            if (key.equals("init") && className.equals("PReLU")) {
                now = "alpha_initializer";
            }
            out.put(now, values(now, value));
        });
        if (embedding) {
            if (out.remove("dropout") instanceof Number p && p.doubleValue() > 0) {
                LoggerFactory.getLogger(Keras1.class)
                        .warn(
                                "The layer \"{}\" drops out rows of its table in training, which Embedding does no more. Put a"
                                        + " SpatialDropout1D behind it before training goes on.",
                                config.get("name"));
            }
            return out;
        }
        switch (className) {
            case "BatchNormalization" -> requireMode0(config);
            case "Conv2DTranspose" -> {
                out.remove("output_shape");
                outputPadding(config, out);
            }
            case "ZeroPadding1D", "ZeroPadding2D" -> out.computeIfPresent("padding", (k, v) -> margins(v));
            default -> {}
        }
        GONE.forEach(out::remove);
        if (out.remove("nb_row") instanceof Number rows && out.remove("nb_col") instanceof Number columns) {
            out.put("kernel_size", List.of(rows, columns));
        }
        if (out.remove("kernel_dim1") instanceof Number a
                && out.remove("kernel_dim2") instanceof Number b
                && out.remove("kernel_dim3") instanceof Number c) {
            out.put("kernel_size", List.of(a, b, c));
        }
        if (out.remove("forget_bias_init") instanceof String bias) {
            out.put("unit_forget_bias", bias.equals("one"));
        }
        return out;
    }

    private static Map<String, @Nullable Object> merge(String mode, Map<String, @Nullable Object> config) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(config);
        out.keySet().retainAll(List.of("name", "trainable"));
        if (mode.equals("concat")) {
            out.put("axis", config.get("concat_axis"));
        }
        if (mode.equals("dot") || mode.equals("cos")) {
            out.put("axes", config.get("dot_axes"));
            out.put("normalize", mode.equals("cos"));
        }
        return out;
    }

    private static void requireMode0(Map<String, @Nullable Object> config) {
        if (config.get("mode") instanceof Number mode && mode.intValue() != 0) {
            throw new ConfigException("The BatchNormalization \"" + config.get("name") + "\" of Keras 1 has mode "
                    + mode + ", which no later version has; only mode 0 can be loaded.");
        }
    }

    /** Keras 1 gives the shape of what comes out; later versions the places that it has beyond the least. */
    private static void outputPadding(Map<String, @Nullable Object> config, Map<String, @Nullable Object> out) {
        if (!(config.get("output_shape") instanceof List<?> shape)
                || shape.size() != 4
                || !(config.get("subsample") instanceof List<?> strides)
                || strides.size() != 2) {
            return;
        }
        int first = "th".equals(config.get("dim_ordering")) ? 2 : 1;
        boolean same = "same".equals(config.get("border_mode"));
        List<Object> more = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Object kernel = config.get(i == 0 ? "nb_row" : "nb_col");
            if (!(shape.get(first + i) instanceof Number length)
                    || !(strides.get(i) instanceof Number stride)
                    || !(kernel instanceof Number size)) {
                return;
            }
            int k = size.intValue();
            int s = Math.max(1, stride.intValue()); // one below is refused later
            int places = (length.intValue() - (same ? 1 : k)) / s;
            more.add(length.intValue() - places * s - k + (same ? k / 2 * 2 : 0));
        }
        out.put("output_padding", more);
    }

    /** Margins in front and behind: of one axis, of two axes each the same, or of four sides. */
    private static @Nullable Object margins(@Nullable Object v) {
        if (v instanceof Map<?, ?> m) {
            List<Object> sides = new ArrayList<>();
            for (String side : List.of("top_pad", "bottom_pad", "left_pad", "right_pad")) {
                if (m.get(side) instanceof Number n) {
                    sides.add(n);
                }
            }
            return margins(sides);
        }
        return v instanceof List<?> l && l.size() == 4 ? List.of(l.subList(0, 2), l.subList(2, 4)) : v;
    }

    private static @Nullable Object values(String key, @Nullable Object value) {
        if (key.equals("data_format") && value instanceof String s) {
            return s.equals("th") ? "channels_first" : "channels_last";
        }
        if (key.endsWith("_initializer") && value instanceof String s) {
            return switch (s) {
                case "zero" -> "zeros";
                case "one" -> "ones";
                case "normal" -> "random_normal";
                case "uniform" -> "random_uniform";
                default -> s;
            };
        }
        if (value instanceof Map<?, ?> m && m.get("name") instanceof String name) {
            if (key.endsWith("_regularizer")) {
                return object(
                        name.equals("EigenvalueRegularizer") ? name : "L1L2",
                        m,
                        Map.of("k", "k", "l1", "l1", "l2", "l2"));
            }
            if (key.endsWith("_constraint")) {
                return object(
                        name,
                        m,
                        Map.of(
                                "m",
                                "max_value",
                                "low",
                                "min_value",
                                "high",
                                "max_value",
                                "rate",
                                "rate",
                                "axis",
                                "axis"));
            }
        }
        return value;
    }

    private static Map<String, @Nullable Object> object(
            String className, Map<?, ?> written, Map<String, String> names) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        written.forEach((k, v) -> {
            String now = names.get(String.valueOf(k));
            if (now != null) {
                config.put(now, v);
            }
        });
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("class_name", className);
        out.put("config", config);
        return out;
    }
}
