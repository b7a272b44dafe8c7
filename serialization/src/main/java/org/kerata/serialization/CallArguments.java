package org.kerata.serialization;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.CallNode;
import org.kerata.layers.Kind;
import org.kerata.layers.Layer;
import org.kerata.layers.Network;

/** Which argument of a layer's call each of its inputs is: {@link Layer#callArguments()}. */
final class CallArguments {
    private static final String REST = "...";
    private static final String BY_NAME = "=";

    private CallArguments() {}

    /** Puts inputs into the places of their arguments. */
    static void write(
            CallNode call,
            List<? extends Object> tensors,
            List<@Nullable Object> arguments,
            Map<String, @Nullable Object> named) {
        List<String> parameters = call.layer().callArguments(call.tensors());
        if (call.layer() instanceof Network n && n.takesNames()) {
            Map<String, @Nullable Object> byName = new LinkedHashMap<>();
            for (int i = 0; i < tensors.size(); i++) {
                byName.put(n.inputNames().get(i), tensors.get(i));
            }
            arguments.add(byName);
            return;
        }
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
            if (p.endsWith(BY_NAME)) {
                named.put(p.substring(0, p.length() - BY_NAME.length()), tensors.get(i));
            } else {
                arguments.add(tensors.get(i));
            }
        }
    }

    /** Puts the masks of a call, by input, under their names; null where none is given. */
    static void writeMasks(Layer layer, int inputs, List<@Nullable Object> masks, Map<String, @Nullable Object> named) {
        List<String> names = layer.maskArguments();
        if (masks.stream().allMatch(Objects::isNull)) {
            return;
        }
        if (names.size() == 1) {
            boolean one = inputs == 1 || !layer.callArguments().isEmpty();
            named.put(names.get(0), one ? masks.get(0) : new ArrayList<>(masks));
            return;
        }
        for (int i = 0; i < masks.size(); i++) {
            if (masks.get(i) != null) {
                named.put(names.get(i), masks.get(i));
            }
        }
    }

    /** Takes the masks out of the named arguments of a call: by input, null where none is given; null if no mask is spoken of. */
    static @Nullable List<@Nullable Tensor> readMasks(String where, Layer layer, Map<String, @Nullable Object> named) {
        List<String> names = layer.maskArguments();
        if (names.stream().noneMatch(named::containsKey)) {
            return null;
        }
        List<@Nullable Tensor> masks = new ArrayList<>();
        if (names.size() == 1) {
            collectMasks(where, names.get(0), named.remove(names.get(0)), masks);
        } else {
            names.forEach(n -> collectMasks(where, n, named.remove(n), masks));
        }
        return masks;
    }

    /** Masks are in lists and maps as the inputs are. */
    private static void collectMasks(String where, String name, @Nullable Object v, List<@Nullable Tensor> into) {
        if (v == null || v instanceof Tensor) {
            into.add((Tensor) v);
            return;
        }
        if (v instanceof List<?> l) {
            l.forEach(m -> collectMasks(where, name, m, into));
            return;
        }
        if (v instanceof Map<?, ?> m) {
            new TreeMap<>(Kind.toMap(m)).values().forEach(x -> collectMasks(where, name, x, into));
            return;
        }
        throw new ConfigException(where + ": the argument " + name
                + " of its call must be a tensor, or one for each input." + " Received: " + v + ".");
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
                if (isTensors(v)) {
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
        for (String form : List.of(name, name + REST, name + BY_NAME)) {
            if (parameters.contains(form)) {
                return parameters.indexOf(form);
            }
        }
        return -1;
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
            new TreeMap<>(Kind.toMap(m)).values().forEach(x -> collect(x, into)); // Keras goes by the alphabet
        }
    }
}
