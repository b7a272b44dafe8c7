package org.kerata.serialization;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.DTypePolicy;
import org.kerata.layers.Kind;

/**
 * What a node of a config gives to an operation: options from its own config, and arguments of the call by place or by name, in which
 * tensors have been put in the places of their descriptions.
 */
final class Given {
    private final String what;
    private final Map<String, @Nullable Object> options;
    private final List<@Nullable Object> arguments;
    private final Map<String, @Nullable Object> named;
    private final Set<String> asked = new HashSet<>(Set.of("name", "trainable", "dtype_policy"));
    private int askedPlaces;

    Given(
            String what,
            Map<String, @Nullable Object> options,
            List<@Nullable Object> arguments,
            Map<String, @Nullable Object> named) {
        this.what = what;
        this.options = options;
        this.arguments = arguments;
        this.named = named;
    }

    /** An argument of the call, or an option under that name; null if there is none. */
    @Nullable
    Object orNull(int place, String name) {
        asked.add(name);
        askedPlaces = Math.max(askedPlaces, place + 1);
        if (place >= 0 && place < arguments.size()) {
            return arguments.get(place);
        }
        return named.containsKey(name) ? named.get(name) : options.get(name);
    }

    /**
     * Called when the operation has been read.
     *
     * @throws ConfigException if something was given that nobody asked for, and that has a value
     */
    void requireAllRead() {
        for (Map<String, @Nullable Object> m : List.of(options, named)) {
            m.forEach((key, value) -> {
                if (value != null && !asked.contains(key)) {
                    throw new ConfigException(
                            what + ": the option " + key + " of this operation is not known. Received: " + value + ".");
                }
            });
        }
        for (int i = askedPlaces; i < arguments.size(); i++) {
            if (arguments.get(i) != null) {
                throw new ConfigException(what + ": the operation takes " + askedPlaces + " arguments. Received: "
                        + arguments.size() + ".");
            }
        }
    }

    /** An option that Kerata has only one value for; absent and null are fine too. */
    void only(String name, Object allowed) {
        Object v = orNull(-1, name);
        boolean same = (v instanceof Number a && allowed instanceof Number b)
                ? a.doubleValue() == b.doubleValue()
                : allowed.equals(v);
        if (v != null && !same) {
            throw new ConfigException(what + ": " + name + " must be " + allowed + ". Received: " + v + ".");
        }
    }

    /** The names of arguments that nobody has asked for yet. */
    List<String> otherNames() {
        return named.keySet().stream().filter(n -> !asked.contains(n)).toList();
    }

    /** Whether an option or argument has a value. */
    boolean has(int place, String name) {
        return orNull(place, name) != null;
    }

    /** A tensor that need not be given. */
    @Nullable
    Tensor tensorOrNull(int place, String name) {
        Object v = orNull(place, name);
        return v == null ? null : toTensor(name, v, DType.FLOAT32);
    }

    /** A tensor of whole numbers, which may be given as a number or a list of numbers. */
    Tensor whole(int place, String name) {
        return toTensor(name, orNull(place, name), DType.INT32);
    }

    /** A text; this one if none is given. */
    String text(int place, String name, String otherwise) {
        Object v = orNull(place, name);
        if (v == null) {
            return otherwise;
        }
        if (v instanceof String s) {
            return s;
        }
        throw new ConfigException(what + ": " + name + " must be a text. Received: " + v + ".");
    }

    /** All arguments by place as tensors. */
    List<Tensor> all() {
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            out.add(tensor(i, "argument " + i));
        }
        return out;
    }

    /** The only tensor, or the first. */
    Tensor tensor() {
        return tensor(0, "x");
    }

    /** A tensor; numbers become tensors. */
    Tensor tensor(int place, String name) {
        Object v = orNull(place, name);
        if (v == null && place < arguments.size() + named.size() && !named.isEmpty()) {
            String key = new ArrayList<>(named.keySet()).get(place - arguments.size());
            asked.add(key);
            v = named.get(key);
        }
        return toTensor(name, v, DType.FLOAT32);
    }

    /** Two operands, of which one may be a number: it takes the type of the other, as in Python. */
    List<Tensor> operands() {
        return operands(0, "x1", "x2");
    }

    /** Two operands of these names, from some place on. */
    List<Tensor> operands(int place, String first, String second) {
        Object a = orNull(place, first);
        Object b = orNull(place + 1, second);
        DType of = a instanceof Tensor t ? t.dtype() : b instanceof Tensor t ? t.dtype() : DType.FLOAT32;
        return List.of(toTensor(first, a, of), toTensor(second, b, of));
    }

    /** A list of tensors. */
    List<Tensor> tensors(String name) {
        return tensors(0, name);
    }

    /** A list of tensors. */
    List<Tensor> tensors(int place, String name) {
        Object v = orNull(place, name);
        List<?> list = v instanceof List<?> l ? l : arguments;
        askedPlaces = Math.max(askedPlaces, v instanceof List<?> ? 1 : arguments.size());
        return list.stream().map(t -> toTensor(name, t, DType.FLOAT32)).toList();
    }

    private Tensor toTensor(String name, @Nullable Object v, DType beside) {
        if (v instanceof Tensor t) {
            return t;
        }
        if (v instanceof Boolean b) {
            return Tensor.scalar(b ? 1 : 0, DType.BOOL);
        }
        if (v instanceof Number n) {
            boolean whole = n instanceof Integer || n instanceof Long;
            DType t =
                    beside.isFloating() || (whole && beside.isInteger()) ? beside : whole ? DType.INT32 : DType.FLOAT32;
            return Tensor.scalar(n.doubleValue(), t);
        }
        if (v instanceof List<?> l && !l.isEmpty()) {
            return NumpyValues.of(l);
        }
        throw new ConfigException(what + ": " + name + " must be a tensor or a number. Received: " + v + ".");
    }

    /** A whole number; this one if none is given. */
    int integer(int place, String name, int otherwise) {
        Object v = orNull(place, name);
        if (v == null) {
            return otherwise;
        }
        if (v instanceof Number n && n.doubleValue() == n.intValue()) {
            return n.intValue();
        }
        throw new ConfigException(what + ": " + name + " must be a whole number. Received: " + v + ".");
    }

    /** A number; this one if none is given. */
    double number(int place, String name, double otherwise) {
        Object v = orNull(place, name);
        if (v == null) {
            return otherwise;
        }
        if (v instanceof Number n) {
            return n.doubleValue();
        }
        throw new ConfigException(what + ": " + name + " must be a number. Received: " + v + ".");
    }

    /** A truth value; this one if none is given. */
    boolean truth(int place, String name, boolean otherwise) {
        Object v = orNull(place, name);
        if (v == null || v instanceof Boolean) {
            return v == null ? otherwise : (Boolean) v;
        }
        throw new ConfigException(what + ": " + name + " must be true or false. Received: " + v + ".");
    }

    /** Axes or lengths: a number or a list of numbers; null if none is given. An unknown length is -1. */
    long @Nullable [] numbers(int place, String name) {
        Object v = orNull(place, name);
        if (v == null) {
            return null;
        }
        List<?> list = v instanceof List<?> l ? l : List.of(v);
        long[] out = new long[list.size()];
        for (int i = 0; i < out.length; i++) {
            Object n = list.get(i);
            if (n != null && !(n instanceof Number)) {
                throw new ConfigException(what + ": " + name + " must be whole numbers. Received: " + v + ".");
            }
            out[i] = n instanceof Number x ? x.longValue() : -1;
        }
        return out;
    }

    /** Axes: a number or a list of numbers; an empty array if none is given. */
    int[] axes(int place, String name) {
        long[] n = numbers(place, name);
        int[] out = new int[n == null ? 0 : n.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (int) Objects.requireNonNull(n)[i];
        }
        return out;
    }

    /** An element type. */
    DType dtype(int place, String name) {
        Object v = orNull(place, name);
        if (v instanceof Map<?, ?> m) {
            v = Kind.toMap(m).get("name");
        }
        if (v instanceof String s) {
            return DTypePolicy.of(s).dtype();
        }
        throw new ConfigException(what + ": " + name + " must be a type. Received: " + v + ".");
    }

    /** An element type; this one if none is given. */
    DType dtype(int place, String name, DType otherwise) {
        return has(place, name) ? dtype(place, name) : otherwise;
    }

    /** For messages. */
    String what() {
        return what;
    }
}
