package org.kerata.layers.preprocessing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;

/** Means or variances as they stand in a config: a number, or a list (of lists) of numbers. */
final class Statistics {
    static final Kind<Statistics> KIND =
            Kind.of("a number, or a list of numbers", Statistics::parse, s -> s.encode(0, 0));

    private final double[] values;
    private final Shape shape;

    private Statistics(double[] values, Shape shape) {
        this.values = values;
        this.shape = shape;
    }

    private static @Nullable Statistics parse(Object value) {
        if (value instanceof double[] list) {
            return new Statistics(list.clone(), Shape.of(list.length));
        }
        List<Double> flat = new ArrayList<>();
        Shape shape = shapeOf(value, flat);
        if (shape == null || shape.size() != flat.size()) {
            return null;
        }
        return new Statistics(flat.stream().mapToDouble(x -> x).toArray(), shape);
    }

    private static @Nullable Shape shapeOf(@Nullable Object value, List<Double> flat) {
        if (value instanceof Number n) {
            flat.add(n.doubleValue());
            return Shape.SCALAR;
        }
        if (!(value instanceof List<?> list) || list.isEmpty()) {
            return null;
        }
        Shape part = null;
        for (Object o : list) {
            Shape s = shapeOf(o, flat);
            if (s == null || (part != null && !part.equals(s))) {
                return null;
            }
            part = s;
        }
        return part == null ? null : part.prepend(list.size());
    }

    private Object encode(int axis, int at) {
        if (axis == shape.rank()) {
            return values[at];
        }
        int stride = (int) shape.product(axis + 1, shape.rank());
        List<Object> out = new ArrayList<>();
        for (int i = 0; i < shape.dim(axis); i++) {
            out.add(encode(axis + 1, at + i * stride));
        }
        return out;
    }

    /** A number, or the numbers' axes. */
    Shape shape() {
        return shape;
    }

    /** The numbers with an axis of length 1 for each that has none of its own. */
    Tensor tensor(Shape under, DType dtype) {
        return Tensor.of(values, Shape.of(values.length).dims()).cast(dtype).reshape(under.dims());
    }
}
