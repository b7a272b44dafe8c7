package org.kerata.serialization;

import static org.kerata.serialization.OperatorKinds.arguments;
import static org.kerata.serialization.OperatorKinds.options;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.ops.Slice;
import org.kerata.autodiff.ops.Structure;

/** {@code x[…]} between layers. */
final class ItemOperators {
    private ItemOperators() {}

    private static Map<String, @Nullable Object> slice(
            @Nullable Object from, @Nullable Object to, @Nullable Object step) {
        return options("class_name", "__slice__", "config", options("start", from, "stop", to, "step", step));
    }

    private static Operator.Written item(OpNode n, List<@Nullable Object> key) {
        List<@Nullable Object> arguments = arguments(n);
        arguments.add(key);
        return new Operator.Written(Map.of(), arguments);
    }

    static Operator slice() {
        return new Operator(
                "numpy",
                "GetItem",
                Structure.SLICE,
                n -> {
                    List<@Nullable Object> key = new ArrayList<>();
                    for (Slice s : ((Structure.Slices) n.attributes()).axes()) {
                        key.add(slice(s.begin(), s.end(), s.step() == 1 ? null : s.step()));
                    }
                    return item(n, key);
                },
                g -> List.of(item(g)));
    }

    static Operator get() {
        return new Operator(
                "numpy",
                "GetItem",
                Structure.GET,
                n -> {
                    Structure.At at = (Structure.At) n.attributes();
                    List<@Nullable Object> key = new ArrayList<>();
                    for (int i = 0; i < at.axis(); i++) {
                        key.add(slice(null, null, null));
                    }
                    key.add(at.index());
                    return item(n, key);
                },
                g -> List.of(item(g)));
    }

    /** {@code x[key]} as in NumPy, of slices, whole numbers, new axes and an ellipsis. */
    private static Tensor item(Given g) {
        Tensor x = g.tensor();
        Object key = g.orNull(1, "key");
        List<?> parts = key instanceof List<?> l ? l : Collections.singletonList(key);
        long taken = parts.stream().filter(p -> p != null && !isEllipsis(p)).count();
        List<Slice> slices = new ArrayList<>();
        Deque<int[]> indices = new ArrayDeque<>(); // axis and index, the last axis first
        List<Integer> added = new ArrayList<>();
        for (Object p : parts) {
            int axis = slices.size();
            if (p == null) {
                added.add(axis - indices.size() + added.size());
            } else if (isEllipsis(p)) {
                for (long rest = x.rank() - taken; rest > 0; rest--) {
                    slices.add(Slice.ALL);
                }
            } else if (p instanceof Number at) {
                indices.push(new int[] {axis, at.intValue()});
                slices.add(Slice.ALL);
            } else {
                slices.add(toSlice(g, p));
            }
        }
        boolean whole = slices.stream().allMatch(Slice.ALL::equals);
        Tensor out = whole && !(indices.isEmpty() && added.isEmpty()) ? x : Ops.slice(x, slices.toArray(new Slice[0]));
        for (int[] i : indices) {
            out = Ops.get(out, i[1], i[0]);
        }
        for (int a : added) {
            out = Ops.expandDims(out, a);
        }
        return out;
    }

    private static boolean isEllipsis(Object part) {
        return part instanceof Map<?, ?> m && "__ellipsis__".equals(m.get("class_name"));
    }

    private static Slice toSlice(Given g, Object part) {
        if (part instanceof Map<?, ?> m
                && "__slice__".equals(m.get("class_name"))
                && m.get("config") instanceof Map<?, ?> c) {
            return new Slice(place(g, c.get("start")), place(g, c.get("stop")), step(g, c.get("step")));
        }
        throw new ConfigException(
                g.what() + ": an index must be a slice, a whole number, None or \"…\". Received: " + part + ".");
    }

    private static long step(Given g, @Nullable Object v) {
        Long step = place(g, v);
        return step == null ? 1 : step;
    }

    private static @Nullable Long place(Given g, @Nullable Object v) {
        if (v == null) {
            return null;
        }
        if (v instanceof Number n) {
            return n.longValue();
        }
        throw new ConfigException(g.what() + ": a slice must be of whole numbers. Received: " + v + ".");
    }
}
