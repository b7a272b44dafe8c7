package org.kerata.serialization;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Read;
import org.kerata.layers.CallGraph;
import org.kerata.layers.CallNode;
import org.kerata.layers.Layer;
import org.kerata.layers.Layers;
import org.kerata.layers.Mode;

/** Writes the graph of calls of a functional model as Keras 3 does: layers and operations, each with its calls. */
final class GraphWriter {
    private final CallGraph graph;
    private final Function<Node, String> names;
    private final IdentityHashMap<Node, Integer> places = new IdentityHashMap<>();

    /** For a graph, and the names of layers and ops in it. */
    GraphWriter(CallGraph graph, Function<Node, String> names) {
        this.graph = graph;
        this.names = names;
        for (CallGraph.Step s : graph.steps()) {
            int at = 0;
            for (Node n : calls(s)) {
                places.put(n, at++);
            }
        }
    }

    /** The calls of a layer in the order in which they were made, as Keras has them. */
    private static List<Node> calls(CallGraph.Step s) {
        List<Node> out = new ArrayList<>(s.nodes());
        out.sort(Comparator.comparingInt(n -> n instanceof CallNode c ? c.index() : 0));
        return out;
    }

    /** The layers and operations, in Keras's order. */
    List<Object> layers() {
        List<Object> out = new ArrayList<>();
        for (CallGraph.Step s : graph.steps()) {
            Layer layer = s.layer();
            if (layer == null && !s.nodes().get(0).outputs().get(0).isSymbolic()) {
                continue; // it has a value, which stands where it is used
            }
            out.add(
                    layer != null
                            ? layer(layer, calls(s))
                            : operation((OpNode) s.nodes().get(0)));
        }
        return out;
    }

    private Map<String, @Nullable Object> layer(Layer layer, List<Node> calls) {
        String name = names.apply(calls.get(0));
        Map<String, @Nullable Object> out = new LinkedHashMap<>(Layers.NAMES.write(layer));
        Map<String, @Nullable Object> config = new LinkedHashMap<>(mapOf(out.get("config")));
        config.put("name", name);
        out.put("config", config);
        Map<String, @Nullable Object> build = BuildConfig.of(layer);
        if (build != null) {
            out.put("build_config", build);
        }
        out.put("name", name);
        List<Object> nodes = new ArrayList<>();
        for (Node n : calls) {
            if (!n.inputs().isEmpty()) {
                nodes.add(call((CallNode) n));
            }
        }
        out.put("inbound_nodes", nodes);
        return out;
    }

    private static Map<String, @Nullable Object> mapOf(@Nullable Object config) {
        return config == null ? Map.of() : org.kerata.layers.Kind.toMap(config);
    }

    private Map<String, @Nullable Object> call(CallNode n) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        List<@Nullable Object> arguments = new ArrayList<>();
        List<Object> tensors = new ArrayList<>();
        n.tensors().forEach(t -> tensors.add(tensor(t)));
        CallArguments.write(n, tensors, arguments, named);
        List<@Nullable Object> masks = new ArrayList<>();
        n.options().masks().forEach(m -> masks.add(m == null ? null : tensor(m)));
        CallArguments.writeMasks(n.layer(), n.tensors().size(), masks, named);
        n.options().flags().forEach((name, on) -> {
            if (on) {
                named.put(name, true);
            }
        });
        if (n.mode() != null) {
            named.put("training", n.mode() == Mode.TRAINING);
        }
        return node(arguments, named);
    }

    private static Map<String, @Nullable Object> node(
            List<@Nullable Object> arguments, Map<String, @Nullable Object> named) {
        return OperatorKinds.options("args", arguments, "kwargs", named);
    }

    private Map<String, @Nullable Object> operation(OpNode n) {
        Operator o = Operators.of(n.op());
        String name = names.apply(n);
        if (o == null) {
            throw new ConfigException(
                    "The op \"" + n.op().name() + "\" (\"" + name
                            + "\") between the layers of the model has no place in a Keras config. Put it into a layer of your own.");
        }
        Operator.Written w = o.writer().write(n);
        String path = w.path() == null ? o.module() + "." + o.className() : w.path();
        String className = path.substring(path.indexOf('.') + 1);
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("name", name);
        config.putAll(w.options());
        List<@Nullable Object> arguments = new ArrayList<>();
        w.arguments().forEach(a -> arguments.add(argument(a)));
        return OperatorKinds.options(
                "module",
                "keras.src.ops." + path.substring(0, path.indexOf('.')),
                "class_name",
                className,
                "config",
                config,
                "registered_name",
                className,
                "name",
                name,
                "inbound_nodes",
                List.of(node(arguments, new LinkedHashMap<>(w.named()))));
    }

    private @Nullable Object argument(@Nullable Object a) {
        if (a instanceof Tensor t) {
            return t.isSymbolic() ? tensor(t) : value(t);
        }
        if (a instanceof List<?> l) {
            List<@Nullable Object> out = new ArrayList<>();
            l.forEach(x -> out.add(argument(x)));
            return out;
        }
        return a;
    }

    /** A tensor that has a value: a number, or Keras's form of an array. */
    private static Object value(Tensor t) {
        requireNoVariable(t, new HashSet<>());
        if (t.rank() == 0) {
            double v = t.cast(org.kerata.autodiff.DType.FLOAT64).doubles()[0];
            return t.dtype().isInteger() ? (Object) (long) v : t.dtype().isFloating() ? (Object) v : (Object) (v != 0);
        }
        return NumpyValues.write(t);
    }

    private static void requireNoVariable(Tensor t, Set<Node> seen) {
        Node n = t.canonical().node();
        if (n instanceof Read r) {
            throw new ConfigException(
                    "The variable \"" + r.variable().name()
                            + "\" is used between the layers of the model, which a Keras config cannot hold. Put it into a layer of your own.");
        }
        if (seen.add(n)) {
            n.inputs().forEach(i -> requireNoVariable(i, seen));
        }
    }

    /** How a tensor of the graph is named in the config. */
    Map<String, @Nullable Object> tensor(Tensor t) {
        return OperatorKinds.options(
                "class_name",
                "__keras_tensor__",
                "config",
                OperatorKinds.options(
                        "shape", lengths(t.shape()), "dtype", t.dtype().toString(), "keras_history", history(t)));
    }

    /** Layer, call and output that make a tensor. */
    List<Object> history(Tensor t) {
        Tensor c = t.canonical();
        Node n = c.node();
        Integer place = places.get(n);
        if (place == null) {
            throw new ConfigException("The tensor " + t + " is not of this model.");
        }
        return List.of(names.apply(n), place, n.outputs().indexOf(c));
    }

    /** Layer, call and output that make an input or output of the model. */
    List<Object> end(Tensor t) {
        List<Object> h = history(t);
        boolean isModel = t.canonical().node() instanceof CallNode c && GraphConfig.isFunctional(c.layer());
        return isModel ? List.of(h.get(0), (int) h.get(1) + GraphConfig.FIRST_CALL_OF_MODEL, h.get(2)) : h;
    }

    /** Lengths of axes, null where one is open. */
    static List<@Nullable Object> lengths(Shape s) {
        List<@Nullable Object> out = new ArrayList<>();
        for (long d : s.dims()) {
            out.add(d == Shape.UNKNOWN ? null : (Object) d);
        }
        return out;
    }
}
