package org.kerata.serialization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.Kind;
import org.kerata.layers.Layer;
import org.kerata.layers.Layers;
import org.kerata.layers.TextInput;
import org.kerata.layers.core.InputLayer;

/** The config of layers one after another. Keras: {@code keras.Sequential.get_config}. */
public final class SequentialConfig {
    private static final String STRINGS = "string";

    private SequentialConfig() {}

    /**
     * Writes layers into a config.
     *
     * @param input the declared or found input; null while there is none
     * @param textInput the input of strings that the config of a model of texts had; null for Keras's usual one
     * @param names the layers' names in the model
     */
    public static void write(
            Map<String, @Nullable Object> config,
            @Nullable InputLayer input,
            @Nullable Map<String, @Nullable Object> textInput,
            List<Layer> layers,
            Function<Layer, String> names) {
        List<Object> all = new ArrayList<>();
        boolean texts = !layers.isEmpty() && layers.get(0) instanceof TextInput;
        Map<String, @Nullable Object> strings = textInput == null ? usualTextInput() : textInput;
        if (texts) {
            all.add(strings);
        } else if (input != null) {
            all.add(Layers.NAMES.write(input));
        }
        for (Layer l : layers) {
            Map<String, @Nullable Object> written = new LinkedHashMap<>(Layers.NAMES.write(l));
            Object own = written.get("config");
            Map<String, @Nullable Object> renamed = own == null ? new LinkedHashMap<>() : Kind.toMap(own);
            renamed.put("name", names.apply(l));
            written.put("config", renamed);
            Map<String, @Nullable Object> build = BuildConfig.of(l);
            if (build != null) {
                written.put("build_config", build);
            }
            all.add(written);
        }
        config.put("layers", all);
        if (texts) {
            config.put("build_input_shape", mapOf(strings.get("config")).get("batch_shape"));
        } else if (input != null) {
            config.put("build_input_shape", GraphWriter.lengths(input.batchShape()));
        }
    }

    /** In Keras a layer that takes texts stands behind an input of strings. */
    private static Map<String, @Nullable Object> usualTextInput() {
        return OperatorKinds.options(
                "module",
                "keras.layers",
                "class_name",
                "InputLayer",
                "config",
                OperatorKinds.options("batch_shape", Arrays.asList(null, 1), "dtype", STRINGS, "name", "input_layer"),
                "registered_name",
                null);
    }

    private static Map<String, @Nullable Object> mapOf(@Nullable Object config) {
        return config == null ? Map.of() : Kind.toMap(config);
    }

    /** The input of strings in a config; null if there is none. */
    public static @Nullable Map<String, @Nullable Object> textInput(Map<String, ? extends @Nullable Object> config) {
        if (config.get("layers") instanceof List<?> described) {
            for (Object l : described) {
                if (isTextInput(l)) {
                    return Kind.toMap(l);
                }
            }
        }
        return null;
    }

    private static boolean isTextInput(Object described) {
        Map<String, @Nullable Object> layer = Kind.toMap(described);
        return "InputLayer".equals(layer.get("class_name"))
                && layer.get("config") instanceof Map<?, ?> c
                && STRINGS.equals(c.get("dtype"));
    }

    /**
     * The layers of a config; an input comes first if the config tells the shape.
     *
     * @param where the model's name, for messages
     * @throws ConfigException if the config is not right
     */
    public static List<Layer> read(String where, Map<String, ? extends @Nullable Object> config) {
        GraphConfig.requireKnown("Sequential", config);
        if (!(config.get("layers") instanceof List<?> described)) {
            throw new ConfigException(where + ": layers must be a list. Received: " + config.get("layers") + ".");
        }
        List<Layer> out = new ArrayList<>();
        for (Object l : described) {
            if (!isTextInput(l)) {
                out.add(Layers.NAMES.read(l));
            }
        }
        Object shape = config.get("build_input_shape");
        if (!out.isEmpty()
                && !(out.get(0) instanceof InputLayer)
                && !(out.get(0) instanceof TextInput)
                && shape instanceof List<?>
                && isShape(shape)) {
            InputLayer input = (InputLayer) Layers.NAMES.make("InputLayer");
            input.configure(OperatorKinds.options("batch_shape", shape));
            out.add(0, input);
        }
        return out;
    }

    private static boolean isShape(Object shape) {
        return shape instanceof List<?> l && l.stream().allMatch(d -> d == null || d instanceof Number);
    }
}
