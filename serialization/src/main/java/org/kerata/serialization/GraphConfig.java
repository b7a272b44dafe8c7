package org.kerata.serialization;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Node;
import org.kerata.layers.CallGraph;
import org.kerata.layers.Layer;
import org.kerata.layers.Nearest;

/**
 * The config of a functional model: its layers and operations with their calls, and which tensors are its inputs and outputs. Keras: {@code
 * keras.Model.get_config}.
 */
public final class GraphConfig {
    private GraphConfig() {}

    /**
     * A graph as it comes out of a config.
     *
     * @param inputs the model's inputs
     * @param inputKeys their names where the config gives a dictionary; else null
     * @param outputs the model's outputs
     * @param outputKeys their names where the config gives a dictionary; else null
     * @param names the names of operations that are one op each
     */
    public record Wired(
            List<Tensor> inputs,
            @Nullable List<String> inputKeys,
            List<Tensor> outputs,
            @Nullable List<String> outputKeys,
            IdentityHashMap<Node, String> names) {}

    /**
     * Writes the layers, calls, inputs and outputs of a graph into a config.
     *
     * @param names the names of layers and ops in the model
     * @param inputKeys names of the inputs that are given by name; null if they are given by place
     * @param outputKeys names of the outputs; null if they are given by place
     */
    public static void write(
            Map<String, @Nullable Object> config,
            CallGraph graph,
            Function<Node, String> names,
            @Nullable List<String> inputKeys,
            @Nullable List<String> outputKeys) {
        GraphWriter w = new GraphWriter(graph, names);
        config.put("layers", w.layers());
        config.put("input_layers", structure(w, graph.inputs(), inputKeys));
        config.put("output_layers", structure(w, graph.outputs(), outputKeys));
    }

    private static Object structure(GraphWriter w, List<Tensor> tensors, @Nullable List<String> keys) {
        if (keys != null) {
            Map<String, Object> out = new LinkedHashMap<>();
            for (int i = 0; i < tensors.size(); i++) {
                out.put(keys.get(i), w.end(tensors.get(i)));
            }
            return out;
        }
        List<Object> out = new ArrayList<>();
        tensors.forEach(t -> out.add(w.end(t)));
        return out.size() == 1 ? out.get(0) : out;
    }

    /**
     * Makes the layers of a config and repeats their calls.
     *
     * @param where the model's name, for messages
     * @throws org.kerata.autodiff.ConfigException if the config is not right
     */
    public static Wired read(String where, Map<String, ? extends @Nullable Object> config) {
        requireKnown("Functional", config);
        return new GraphReader(where, config).read();
    }

    /**
     * Where the inputs and outputs of a model are named, Keras counts the calls of a functional model within it from 1, for the sake of older
     * versions, in which the first was the one in which it was made. In the calls themselves it counts from 0, as with any layer.
     */
    static final int FIRST_CALL_OF_MODEL = 1;

    private static final Set<String> KEYS =
            Set.of("name", "trainable", "dtype", "layers", "build_input_shape", "input_layers", "output_layers");

    /** Refuses what stands in a model's config and is not known. */
    static void requireKnown(String className, Map<String, ? extends @Nullable Object> config) {
        config.forEach((key, value) -> {
            if (value != null && !KEYS.contains(key)) {
                throw new ConfigException(className + ": unknown option \"" + key + "\"." + Nearest.hint(key, KEYS));
            }
        });
    }

    /** Whether this is a functional model. */
    static boolean isFunctional(Layer layer) {
        return layer.className().equals("Functional");
    }
}
