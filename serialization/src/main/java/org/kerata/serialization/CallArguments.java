package org.kerata.serialization;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Layer;

/** Which argument of a layer's call each of its inputs is: {@link Layer#callArguments()}. */
final class CallArguments {
    private static final String REST = "...";

    private CallArguments() {}

    /** Puts inputs into the places of their arguments. */
    static void write(
            Layer layer,
            List<? extends Object> tensors,
            List<@Nullable Object> arguments,
            Map<String, @Nullable Object> named) {
        List<String> parameters = layer.callArguments();
        if (parameters.isEmpty()) {
            arguments.add(tensors.size() == 1 ? tensors.get(0) : List.copyOf(tensors));
            return;
        }
        for (int i = 0; i < tensors.size(); i++) {
            String p = parameters.get(Math.min(i, parameters.size() - 1));
            if (p.endsWith(REST)) {
                List<? extends Object> rest = tensors.subList(i, tensors.size());
                named.put(
                        p.substring(0, p.length() - REST.length()), rest.size() == 1 ? rest.get(0) : List.copyOf(rest));
                return;
            }
            arguments.add(tensors.get(i));
        }
    }

    /**
     * The inputs of a call in the layer's order, from arguments in which tensors are in their places.
     *
     * @param others takes what is no tensor, by name
     */
    static List<Tensor> read(
            String where,
            Layer layer,
            List<@Nullable Object> arguments,
            Map<String, @Nullable Object> named,
            Map<String, @Nullable Object> others) {
        List<String> parameters = layer.callArguments();
        List<Tensor> inputs = new ArrayList<>();
        if (parameters.isEmpty()) {
            arguments.forEach(a -> collect(a, inputs));
            named.forEach((k, v) -> {
                if (isTensors(v) && !k.equals("mask")) {
                    collect(v, inputs);
                } else {
                    others.put(k, v);
                }
            });
            return inputs;
        }
        SortedMap<Integer, List<Tensor>> byPlace = new TreeMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            take(where, parameters, Math.min(i, parameters.size() - 1), arguments.get(i), byPlace);
        }
        named.forEach((k, v) -> {
            int place = place(parameters, k);
            if (place < 0 || !isTensors(v)) {
                others.put(k, v);
            } else {
                take(where, parameters, place, v, byPlace);
            }
        });
        byPlace.values().forEach(inputs::addAll);
        return inputs;
    }

    private static int place(List<String> parameters, String name) {
        int i = parameters.indexOf(name);
        return i >= 0 ? i : parameters.indexOf(name + REST);
    }

    private static void take(
            String where,
            List<String> parameters,
            int place,
            @Nullable Object value,
            SortedMap<Integer, List<Tensor>> byPlace) {
        List<Tensor> tensors = new ArrayList<>();
        collect(value, tensors);
        String p = parameters.get(place);
        if (tensors.size() > 1 && place == 0 && parameters.size() > 1) {
            // A list in the first place is all of them: layer([x, state]).
            for (int i = 0; i < tensors.size(); i++) {
                byPlace.computeIfAbsent(Math.min(i, parameters.size() - 1), k -> new ArrayList<>())
                        .add(tensors.get(i));
            }
            return;
        }
        if (tensors.size() > 1 && !p.endsWith(REST)) {
            throw new ConfigException(
                    where + ": the argument " + p + " must be one tensor. Received: " + tensors.size() + " tensors.");
        }
        byPlace.computeIfAbsent(place, k -> new ArrayList<>()).addAll(tensors);
    }

    private static boolean isTensors(@Nullable Object v) {
        return v instanceof Tensor
                || (v instanceof List<?> l && !l.isEmpty() && l.stream().allMatch(CallArguments::isTensors))
                || (v instanceof Map<?, ?> m
                        && !m.isEmpty()
                        && m.values().stream().allMatch(CallArguments::isTensors));
    }

    private static void collect(@Nullable Object v, List<Tensor> into) {
        if (v instanceof Tensor t) {
            into.add(t);
        } else if (v instanceof List<?> l) {
            l.forEach(x -> collect(x, into));
        } else if (v instanceof Map<?, ?> m) {
            m.values().forEach(x -> collect(x, into));
        }
    }
}
