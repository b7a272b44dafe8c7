package org.kerata.serialization.legacy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.Kind;

/**
 * The layers that stood for TensorFlow's ops in functional models of tf.keras: {@code TFOpLambda} and {@code SlicingOpLambda}, and up to 2.3
 * {@code TensorFlowOpLayer}. Those that Keras 3 has as operations become these; others are named with their function.
 */
final class TensorFlowLayers {
    private static final Set<String> FUNCTIONS = Set.of("TFOpLambda", "SlicingOpLambda");
    private static final String OP = "TensorFlowOpLayer";

    /** Arguments of no consequence at these values. */
    private static final Map<String, Object> PLAIN = Map.of(
            "conjugate", false,
            "batch_dims", 0,
            "transpose_a", false,
            "transpose_b", false,
            "adjoint_a", false,
            "adjoint_b", false,
            "a_is_sparse", false,
            "b_is_sparse", false,
            "beta", 1.0,
            "num", "");

    private TensorFlowLayers() {}

    /** The layers of a functional model whose calls are in Keras 3's form, with operations in place of these layers. */
    static void become(Map<String, @Nullable Object> functional) {
        if (functional.get("layers") instanceof List<?> given) {
            List<Object> layers = new ArrayList<>();
            given.forEach(l -> layers.add(layer(Kind.toMap(l))));
            functional.put("layers", layers);
        }
    }

    private static Map<String, @Nullable Object> layer(Map<String, @Nullable Object> described) {
        String kind = String.valueOf(described.get("class_name"));
        boolean op = kind.equals(OP);
        if ((!op && !FUNCTIONS.contains(kind)) || !(described.get("config") instanceof Map<?, ?> c)) {
            return described;
        }
        Map<String, @Nullable Object> config = Kind.toMap(c);
        Map<String, @Nullable Object> node = config.get("node_def") instanceof Map<?, ?> m ? Kind.toMap(m) : Map.of();
        String function = String.valueOf(op ? node.get("op") : config.get("function"));
        TensorFlowFunctions.Known known = TensorFlowFunctions.find(function);
        List<Object> calls = new ArrayList<>();
        if (known != null && described.get("inbound_nodes") instanceof List<?> nodes) {
            for (Object n : nodes) {
                Map<String, @Nullable Object> call =
                        op ? RawOps.named(known, config, node, Kind.toMap(n)) : Kind.toMap(n);
                if (call == null) {
                    known = null;
                    break;
                }
                calls.add(call(known, call));
            }
        }
        Map<String, @Nullable Object> out = new LinkedHashMap<>(described);
        if (known == null) {
            out.put("registered_name", kind + " (tf." + (op ? "raw_ops." : "") + function + ")");
            return out;
        }
        out.put("module", "keras.src.ops." + known.module());
        out.put("class_name", known.className());
        out.put("registered_name", known.className());
        Map<String, @Nullable Object> own = new LinkedHashMap<>();
        own.put("name", described.getOrDefault("name", config.get("name")));
        out.put("config", own);
        out.put("inbound_nodes", calls);
        return out;
    }

    /** The arguments in the order of Keras 3; what it has no place for stays under its name. */
    private static Map<String, @Nullable Object> call(
            TensorFlowFunctions.Known known, Map<String, @Nullable Object> call) {
        List<@Nullable Object> args = new ArrayList<>();
        if (call.get("args") instanceof List<?> l) {
            args.addAll(l);
        }
        Map<String, @Nullable Object> named =
                call.get("kwargs") instanceof Map<?, ?> m ? Kind.toMap(m) : new LinkedHashMap<>();
        List<String> parameters = known.parameters();
        for (int i = args.size(); i < parameters.size(); i++) {
            int last = i - parameters.size() + known.otherwise().size();
            Object v = named.remove(parameters.get(i));
            args.add(v == null && last >= 0 ? known.otherwise().get(last) : v);
        }
        while (!args.isEmpty() && args.get(args.size() - 1) == null) {
            args.remove(args.size() - 1);
        }
        PLAIN.forEach((k, v) -> named.remove(k, v));
        for (String gone : new HashSet<>(named.keySet())) {
            if (named.get(gone) == null || gone.equals("validate_indices") || gone.equals("output_type")) {
                named.remove(gone);
            }
        }
        if (known.className().equals("GetItem") && args.size() > 1) {
            args.set(1, slices(args.get(1)));
        }
        if (known.className().equals("Split") && args.size() > 1 && args.get(1) instanceof List<?> sizes) {
            args.set(1, places(sizes));
        }
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("args", args);
        out.put("kwargs", named);
        return out;
    }

    private static @Nullable Object slices(@Nullable Object spec) {
        if (spec instanceof List<?> l) {
            List<@Nullable Object> out = new ArrayList<>();
            l.forEach(x -> out.add(slices(x)));
            return out;
        }
        return spec instanceof Map<?, ?> m && m.containsKey("start") && m.containsKey("stop")
                ? slice(m.get("start"), m.get("stop"), m.get("step"))
                : spec;
    }

    /** A slice as Keras 3 writes it. */
    static Map<String, @Nullable Object> slice(@Nullable Object start, @Nullable Object stop, @Nullable Object step) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("start", start);
        config.put("stop", stop);
        config.put("step", step);
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("class_name", "__slice__");
        out.put("config", config);
        return out;
    }

    /** Where parts of these sizes begin, but for the first. */
    private static List<Object> places(List<?> sizes) {
        List<Object> out = new ArrayList<>();
        long at = 0;
        for (Object s : sizes.subList(0, Math.max(0, sizes.size() - 1))) {
            at += s instanceof Number n ? n.longValue() : 0;
            out.add(at);
        }
        return out;
    }
}
