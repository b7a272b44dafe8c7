package org.kerata.serialization;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.layers.CallOptions;
import org.kerata.layers.InputSource;
import org.kerata.layers.Kind;
import org.kerata.layers.Layer;
import org.kerata.layers.Layers;
import org.kerata.layers.Mode;

/**
 * Makes the layers of a functional model's config and repeats their calls, each when what it reads is there. Calls are in Keras 3's form;
 * older ones are brought to it before.
 */
final class GraphReader {
    private final String where;
    private final Map<String, ? extends @Nullable Object> config;
    private final Map<String, Item> items = new LinkedHashMap<>();

    /** A layer or operation and the outputs of its calls so far. */
    private static final class Item {
        final String name;
        final @Nullable Layer layer;
        final Map<String, @Nullable Object> description;
        final Deque<Map<String, @Nullable Object>> waiting = new ArrayDeque<>();
        final List<List<Tensor>> outputs = new ArrayList<>();

        Item(String name, @Nullable Layer layer, Map<String, @Nullable Object> description) {
            this.name = name;
            this.layer = layer;
            this.description = description;
        }
    }

    /** Thrown where a call reads what has not been made yet. */
    private static final class NotYet extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotYet(String missing) {
            super(missing, null, false, false);
        }
    }

    GraphReader(String where, Map<String, ? extends @Nullable Object> config) {
        this.where = where;
        this.config = config;
    }

    GraphConfig.Wired read() {
        for (Object l : list(config.get("layers"), "layers")) {
            add(Kind.toMap(l));
        }
        callAll();
        List<String> inputKeys = new ArrayList<>();
        List<String> outputKeys = new ArrayList<>();
        List<Tensor> inputs = structure("input_layers", inputKeys);
        List<Tensor> outputs = structure("output_layers", outputKeys);
        return new GraphConfig.Wired(
                inputs,
                inputKeys.isEmpty() ? null : inputKeys,
                outputs,
                outputKeys.isEmpty() ? null : outputKeys,
                operationNames());
    }

    private IdentityHashMap<Node, String> operationNames() {
        IdentityHashMap<Node, String> out = new IdentityHashMap<>();
        for (Item i : items.values()) {
            if (i.layer == null && !i.outputs.isEmpty()) {
                Node made = i.outputs.get(0).get(0).canonical().node();
                if (made instanceof OpNode) { // else it gives what it was given
                    out.putIfAbsent(made, i.name);
                }
            }
        }
        return out;
    }

    private void add(Map<String, @Nullable Object> description) {
        Map<String, @Nullable Object> own = description.get("config") instanceof Map<?, ?> c ? Kind.toMap(c) : Map.of();
        String name = String.valueOf(description.getOrDefault("name", own.get("name")));
        Layer layer = null;
        if (!Operators.isModule(description.get("module"))) {
            layer = Layers.NAMES.read(description);
        } else if (Operators.find(description.get("module"), String.valueOf(description.get("class_name"))) == null) {
            throw new ConfigException(where + ": the operation \"" + description.get("class_name") + "\" (\"" + name
                    + "\") is not known.");
        }
        Item item = new Item(name, layer, description);
        if (items.putIfAbsent(name, item) != null) {
            throw new ConfigException(where + ": two layers are named \"" + name + "\".");
        }
        if (layer instanceof InputSource) {
            item.outputs.add(List.of(layer.output()));
            return;
        }
        for (Object node : list(description.getOrDefault("inbound_nodes", List.of()), "inbound_nodes")) {
            item.waiting.add(Kind.toMap(node));
        }
    }

    /** Round after round, until nothing waits; a round that gets nothing done means a cycle. */
    private void callAll() {
        boolean waiting = true;
        while (waiting) {
            waiting = false;
            boolean progress = false;
            String missing = "";
            for (Item item : items.values()) {
                while (!item.waiting.isEmpty()) {
                    try {
                        item.outputs.add(call(item, item.waiting.peek()));
                        item.waiting.remove();
                        progress = true;
                    } catch (NotYet e) {
                        missing = "\"" + item.name + "\" reads " + e.getMessage();
                        waiting = true;
                        break;
                    }
                }
            }
            if (waiting && !progress) {
                throw new ConfigException(
                        where + ": the calls of its layers lead nowhere: " + missing + ", which nothing makes.");
            }
        }
    }

    private List<Tensor> call(Item item, Map<String, @Nullable Object> node) {
        List<@Nullable Object> arguments = new ArrayList<>();
        list(node.getOrDefault("args", List.of()), "args").forEach(a -> arguments.add(resolve(a)));
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        Object given = node.get("kwargs");
        if (given != null) {
            Kind.toMap(given).forEach((k, v) -> named.put(k, resolve(v)));
        }
        String who = where + ": \"" + item.name + "\"";
        if (item.layer == null) {
            Operator o =
                    Operators.find(item.description.get("module"), String.valueOf(item.description.get("class_name")));
            Object own = item.description.get("config");
            Map<String, @Nullable Object> options = own == null ? Map.of() : Kind.toMap(own);
            Given all = new Given(who, options, arguments, named);
            List<Tensor> made = java.util.Objects.requireNonNull(o).reader().read(all);
            all.requireAllRead();
            return made;
        }
        CallOptions options = new CallOptions();
        List<@Nullable Tensor> masks = CallArguments.readMasks(who, item.layer, named);
        if (masks != null) {
            options = options.masks(masks);
        }
        Map<String, @Nullable Object> others = new LinkedHashMap<>();
        List<Tensor> inputs = CallArguments.read(who, item.layer, arguments, named, others);
        return item.layer.applyAll(inputs, options(who, item.layer, others, options));
    }

    private static CallOptions options(
            String who, Layer layer, Map<String, @Nullable Object> others, CallOptions masks) {
        CallOptions out = masks;
        for (Map.Entry<String, @Nullable Object> e : others.entrySet()) {
            Object v = e.getValue();
            if (e.getKey().equals("training")) {
                out = out.mode(v instanceof Boolean b ? (b ? Mode.TRAINING : Mode.INFERENCE) : null);
            } else if (v instanceof Boolean b && layer.flags().containsKey(e.getKey())) {
                out = out.flag(e.getKey(), b);
            } else if (v != null) {
                throw new ConfigException(
                        who + ": the argument " + e.getKey() + " of its call is not known. Received: " + v + ".");
            }
        }
        return out;
    }

    /** Puts tensors in the places of their descriptions. */
    private @Nullable Object resolve(@Nullable Object v) {
        if (v instanceof List<?> l) {
            List<@Nullable Object> out = new ArrayList<>();
            l.forEach(x -> out.add(resolve(x)));
            return out;
        }
        if (v instanceof Map<?, ?> m) {
            if ("__keras_tensor__".equals(m.get("class_name")) && m.get("config") instanceof Map<?, ?> c) {
                return tensor(list(c.get("keras_history"), "keras_history"), 0);
            }
            if (NumpyValues.isOne(m)) {
                return NumpyValues.read(m);
            }
            if (m.get("class_name") instanceof String s && s.startsWith("__")) {
                return v;
            }
            Map<String, @Nullable Object> out = new LinkedHashMap<>();
            m.forEach((k, x) -> out.put(String.valueOf(k), resolve(x)));
            return out;
        }
        return v;
    }

    /**
     * The tensor with this history.
     *
     * @param functionalFrom the number of the first call of a functional model: see {@link GraphConfig#FIRST_CALL_OF_MODEL}
     */
    private Tensor tensor(List<?> history, int functionalFrom) {
        if (history.size() < 3 || !(history.get(1) instanceof Number node) || !(history.get(2) instanceof Number at)) {
            throw new ConfigException(
                    where + ": a tensor is described by the name of its layer, the number of the call and"
                            + " of the output. Received: " + history + ".");
        }
        Item item = items.get(String.valueOf(history.get(0)));
        if (item == null) {
            throw new ConfigException(
                    where + ": a call reads the layer \"" + history.get(0) + "\", which is not there.");
        }
        boolean isModel = item.layer != null && GraphConfig.isFunctional(item.layer);
        int n = node.intValue() - (isModel ? functionalFrom : 0);
        if (n < 0 || n >= item.outputs.size()) {
            throw new NotYet("call " + n + " of \"" + item.name + "\"");
        }
        List<Tensor> made = item.outputs.get(n);
        int i = at.intValue();
        if (i < 0 || i >= made.size()) {
            throw new ConfigException(where + ": call " + n + " of \"" + item.name + "\" makes " + made.size()
                    + " tensors. Received: number " + i + ".");
        }
        return made.get(i);
    }

    private List<Tensor> structure(String key, List<String> keys) {
        List<Tensor> out = new ArrayList<>();
        try {
            gather(config.get(key), keys, out);
        } catch (NotYet e) {
            throw new ConfigException(where + ": " + key + " names " + e.getMessage() + ", which there is not.");
        }
        if (!keys.isEmpty() && keys.size() != out.size()) {
            throw new ConfigException(
                    where + ": " + key + " must name one tensor for each name. Received: " + config.get(key) + ".");
        }
        if (out.isEmpty()) {
            throw new ConfigException(
                    where + ": " + key + " must name at least one tensor. Received: " + config.get(key) + ".");
        }
        return out;
    }

    private void gather(@Nullable Object v, List<String> keys, List<Tensor> out) {
        if (v instanceof Map<?, ?> m) {
            // Whatever their order in the file: Keras goes through names by the alphabet, and so counts the outputs of
            // calls.
            new TreeMap<>(Kind.toMap(m)).forEach((k, x) -> {
                keys.add(k);
                gather(x, keys, out);
            });
        } else if (v instanceof List<?> l) {
            if (l.size() >= 3 && l.get(0) instanceof String && l.get(1) instanceof Number) {
                out.add(tensor(l, GraphConfig.FIRST_CALL_OF_MODEL));
            } else {
                l.forEach(x -> gather(x, keys, out));
            }
        }
    }

    private List<?> list(@Nullable Object v, String key) {
        if (v instanceof List<?> l) {
            return l;
        }
        throw new ConfigException(where + ": " + key + " must be a list. Received: " + v + ".");
    }
}
