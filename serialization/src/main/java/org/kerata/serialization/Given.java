package org.kerata.serialization;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
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
        if (place >= 0 && place < arguments.size()) {
            return arguments.get(place);
        }
        return named.containsKey(name) ? named.get(name) : options.get(name);
    }

    /** The only tensor, or the first. */
    Tensor tensor() {
        return tensor(0, "x");
    }

    /** A tensor; numbers become tensors. */
    Tensor tensor(int place, String name) {
        Object v = orNull(place, name);
        if (v == null && place < arguments.size() + named.size() && !named.isEmpty()) {
            v = new ArrayList<>(named.values()).get(place - arguments.size());
        }
        return toTensor(name, v, DType.FLOAT32);
    }

    /** Two operands, of which one may be a number: it takes the type of the other, as in Python. */
    List<Tensor> operands() {
        Object a = orNull(0, "x1");
        Object b = orNull(1, "x2");
        DType of = a instanceof Tensor t ? t.dtype() : b instanceof Tensor t ? t.dtype() : DType.FLOAT32;
        return List.of(toTensor("x1", a, of), toTensor("x2", b, of));
    }

    /** A list of tensors. */
    List<Tensor> tensors(String name) {
        Object v = orNull(0, name);
        List<?> list = v instanceof List<?> l ? l : arguments;
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
        return orNull(place, name) instanceof Boolean b ? b : otherwise;
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
            return DType.of(s);
        }
        throw new ConfigException(what + ": " + name + " must be a type. Received: " + v + ".");
    }

    /** For messages. */
    String what() {
        return what;
    }
}
