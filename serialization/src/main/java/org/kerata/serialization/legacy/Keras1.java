package org.kerata.serialization.legacy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
            Map.entry("length", "size"));

    private static final Map<String, String> EMBEDDING = Map.of(
            "init", "embeddings_initializer",
            "W_regularizer", "embeddings_regularizer",
            "W_constraint", "embeddings_constraint");

    private static final List<String> GONE = List.of("consume_less", "mode", "input_dim");

    private static final Map<String, String> CLASSES = Map.of(
            "Convolution1D", "Conv1D",
            "Convolution2D", "Conv2D",
            "Convolution3D", "Conv3D",
            "AtrousConvolution2D", "Conv2D",
            "Deconvolution2D", "Conv2DTranspose",
            "SeparableConvolution2D", "SeparableConv2D");

    private static final Map<String, String> MERGES = Map.of(
            "sum", "Add", "mul", "Multiply", "ave", "Average", "concat", "Concatenate", "max", "Maximum", "dot", "Dot");

    private Keras1() {}

    /** A class's name in Keras 2. */
    static String className(String name, @Nullable Object config) {
        if (name.equals("Merge") && config instanceof Map<?, ?> m && m.get("mode") instanceof String mode) {
            return MERGES.getOrDefault(mode, name);
        }
        return CLASSES.getOrDefault(name, name);
    }

    /** A layer's options under their names in Keras 2. */
    static Map<String, @Nullable Object> options(String className, Map<String, @Nullable Object> config) {
        boolean embedding = className.equals("Embedding");
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        config.forEach((key, value) -> {
            String now = embedding ? EMBEDDING.getOrDefault(key, key) : RENAMED.getOrDefault(key, key);
            if (key.equals("length") && !className.startsWith("UpSampling")) {
                now = key;
            }
            out.put(now, values(now, value));
        });
        if (!embedding) {
            GONE.forEach(out::remove);
        }
        if (out.remove("nb_row") instanceof Number rows && out.remove("nb_col") instanceof Number columns) {
            out.put("kernel_size", List.of(rows, columns));
        }
        if (config.containsKey("concat_axis")) {
            out.keySet().retainAll(List.of("name", "trainable"));
            if ("concat".equals(config.get("mode"))) {
                out.put("axis", config.get("concat_axis"));
            }
        }
        if (out.remove("forget_bias_init") instanceof String bias) {
            out.put("unit_forget_bias", bias.equals("one"));
        }
        return out;
    }

    private static @Nullable Object values(String key, @Nullable Object value) {
        if (key.equals("data_format") && value instanceof String s) {
            return s.equals("tf") ? "channels_last" : s;
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
        return value;
    }
}
