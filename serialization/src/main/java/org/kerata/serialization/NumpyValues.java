package org.kerata.serialization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;

/** Arrays within a config, as Keras writes NumPy arrays and tensors: nested lists and a type. */
final class NumpyValues {
    private NumpyValues() {}

    /** What stands for an array. */
    static Map<String, @Nullable Object> write(Tensor t) {
        double[] flat = t.cast(DType.FLOAT64).doubles();
        return OperatorKinds.options(
                "class_name",
                "__numpy__",
                "config",
                OperatorKinds.options(
                        "value",
                        nested(flat, t.shape().dims(), 0, 0, t.dtype()),
                        "dtype",
                        t.dtype().toString()));
    }

    private static Object nested(double[] flat, long[] dims, int axis, int at, DType type) {
        if (axis == dims.length) {
            return type.isFloating() ? (Object) flat[at] : (Object) (long) flat[at];
        }
        int size = 1;
        for (int i = axis + 1; i < dims.length; i++) {
            size *= (int) dims[i];
        }
        List<Object> out = new ArrayList<>();
        for (int i = 0; i < dims[axis]; i++) {
            out.add(nested(flat, dims, axis + 1, at + i * size, type));
        }
        return out;
    }

    /** Whether this is an array of a config. */
    static boolean isOne(Map<?, ?> m) {
        return "__numpy__".equals(m.get("class_name")) || "__tensor__".equals(m.get("class_name"));
    }

    /** The array that a config holds. */
    static Tensor read(Map<?, ?> m) {
        Map<String, @Nullable Object> c = Kind.toMap(m.get("config") == null ? Map.of() : m.get("config"));
        List<Double> flat = new ArrayList<>();
        List<Long> dims = new ArrayList<>();
        flatten(c.get("value"), 0, dims, flat);
        double[] values = flat.stream().mapToDouble(d -> d).toArray();
        long[] shape = dims.stream().mapToLong(d -> d).toArray();
        if (Arrays.stream(shape).reduce(1, (a, b) -> a * b) != values.length) {
            throw new ConfigException("An array of a config must have rows of one length. Received: " + c + ".");
        }
        return Tensor.of(values, shape).cast(DType.of(String.valueOf(c.getOrDefault("dtype", "float32"))));
    }

    /** Nested lists of numbers as a tensor: of whole numbers if all are. */
    static Tensor of(List<?> nested) {
        Tensor t = read(Map.of("config", Map.of("value", nested)));
        return isWhole(nested) ? t.cast(DType.INT32) : t;
    }

    private static boolean isWhole(@Nullable Object v) {
        return v instanceof List<?> l
                ? l.stream().allMatch(NumpyValues::isWhole)
                : v instanceof Integer || v instanceof Long;
    }

    private static void flatten(@Nullable Object v, int axis, List<Long> dims, List<Double> flat) {
        if (v instanceof List<?> l) {
            if (dims.size() == axis) {
                dims.add((long) l.size());
            }
            l.forEach(x -> flatten(x, axis + 1, dims, flat));
        } else if (v instanceof Number n) {
            flat.add(n.doubleValue());
        } else if (v instanceof Boolean b) {
            flat.add(b ? 1.0 : 0.0);
        } else {
            throw new ConfigException("An array of a config must hold numbers. Received: " + v + ".");
        }
    }
}
