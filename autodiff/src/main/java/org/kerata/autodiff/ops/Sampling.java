package org.kerata.autodiff.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;

/** Elements of tensors at coordinates that need not be whole: the nearest, or the neighbours weighed by their distance. */
public final class Sampling {
    private Sampling() {}

    /** What stands beyond the borders, shown for the elements {@code a b c d}. */
    public enum FillMode {
        /** One number: {@code k k k | a b c d | k k k}. */
        CONSTANT,
        /** The nearest element: {@code a a a | a b c d | d d d}. */
        NEAREST,
        /** The tensor again: {@code b c d | a b c d | a b c}. */
        WRAP,
        /** A mirror on the last element: {@code d c b | a b c d | c b a}. */
        MIRROR,
        /** A mirror behind the last element: {@code c b a | a b c d | d c b}. */
        REFLECT
    }

    /**
     * How elements are found.
     *
     * @param interpolation {@link Interpolation#NEAREST}, halves being rounded away from zero, or {@link Interpolation#BILINEAR}
     * @param fillMode what stands beyond the borders
     * @param fillValue the number there with {@link FillMode#CONSTANT}
     */
    public record How(Interpolation interpolation, FillMode fillMode, double fillValue) {
        /** Keras's defaults: bilinear, zeros beyond the borders. */
        public static final How DEFAULT = new How(Interpolation.BILINEAR, FillMode.CONSTANT, 0);

        public How {
            if (interpolation != Interpolation.NEAREST && interpolation != Interpolation.BILINEAR) {
                throw new ShapeException("The interpolation must be \"nearest\" or \"bilinear\". Received: \""
                        + interpolation.kerasName() + "\".");
            }
        }

        /** With another interpolation. */
        public How by(Interpolation other) {
            return new How(other, fillMode, fillValue);
        }

        /** With something else beyond the borders. */
        public How fill(FillMode mode) {
            return new How(interpolation, mode, fillValue);
        }

        /** With this number beyond the borders. */
        public How fill(double value) {
            return new How(interpolation, FillMode.CONSTANT, value);
        }
    }

    /** From x of rank r and coordinates {@code (r, …)}: the elements of x there, {@code (…)}. Whole numbers are rounded. */
    public static final Op<How> MAP_COORDINATES = Op.<How>named("map_coordinates")
            .shape((in, a) -> {
                Shape x = in.get(0).shape();
                Shape c = in.get(1).shape();
                Rules.requireFloating(in.get(1));
                if (c.rank() < 2 || (c.dim(0) != x.rank() && c.dim(0) != Shape.UNKNOWN)) {
                    throw new ShapeException("Coordinates must have shape (" + x.rank()
                            + ", …), a row for each axis of the tensor " + x + ". Received: " + c + ".");
                }
                return in.get(0).with(c.slice(1, c.rank()));
            })
            .definition((in, a) -> {
                Tensor x = in.get(0);
                List<Tensor> coordinates = Ops.unstack(in.get(1), 0);
                return List.of(found(Ops.ravel(x), x.shape().dims(), coordinates, null, a));
            })
            .build();

    /**
     * From images {@code (n, height, width, channels)} and coordinates {@code (n, 2, rows, columns)}, first those down the rows: the pixels
     * there, {@code (n, rows, columns, channels)}.
     */
    public static final Op<How> SAMPLE_PIXELS = Op.<How>named("sample_pixels")
            .shape((in, a) -> {
                Shape x = in.get(0).shape();
                Shape c = in.get(1).shape();
                Rules.requireFloating(in.get(1));
                if (x.rank() != 4 || c.rank() != 4 || !c.slice(0, 2).matches(Shape.of(x.dim(0), 2))) {
                    throw new ShapeException(
                            "Images (n, height, width, channels) need coordinates (n, 2, rows, columns)."
                                    + " Received: " + x + " and " + c + ".");
                }
                return in.get(0).with(c.slice(2, 4).prepend(x.dim(0)).append(x.dim(3)));
            })
            .definition((in, a) -> {
                Shape s = in.get(0).shape();
                int pixels = s.intDim(1) * s.intDim(2);
                Tensor table = Ops.reshape(in.get(0), s.dim(0) * pixels, s.dim(3));
                int[] first = new int[s.intDim(0)];
                Arrays.setAll(first, i -> i * pixels);
                return List.of(found(
                        table,
                        new long[] {s.dim(1), s.dim(2)},
                        Ops.unstack(in.get(1), 1),
                        Tensor.of(first, first.length, 1, 1),
                        a));
            })
            .build();

    /** A place on an axis: its index, whether it is inside, and its weight, null for 1. */
    private record Node(
            Tensor index, @Nullable Tensor inside, @Nullable Tensor weight) {}

    /**
     * Rows of a table at coordinates.
     *
     * @param sizes the axes that were flattened to the table's rows
     * @param coordinates for each of them
     * @param base added to the number of each row; null for nothing
     */
    private static Tensor found(Tensor table, long[] sizes, List<Tensor> coordinates, @Nullable Tensor base, How how) {
        boolean whole = !table.dtype().isFloating();
        Tensor rows = whole ? table.cast(DType.FLOAT32) : table;
        List<Node> corners = List.of();
        for (int axis = 0; axis < sizes.length; axis++) {
            List<Node> more = new ArrayList<>();
            for (Node n : nodes(coordinates.get(axis), Math.toIntExact(sizes[axis]), how)) {
                if (axis == 0) {
                    more.add(n);
                }
                for (Node c : corners) {
                    more.add(new Node(
                            c.index.times(Math.toIntExact(sizes[axis])).plus(n.index),
                            both(c.inside, n.inside),
                            c.weight == null || n.weight == null ? null : c.weight.times(n.weight)));
                }
            }
            corners = more;
        }
        Tensor sum = null;
        for (Node c : corners) {
            Tensor part = corner(rows, base, c, how);
            sum = sum == null ? part : sum.plus(part);
        }
        if (sum == null) {
            throw new ShapeException("The tensor must have at least one axis.");
        }
        return whole ? awayFromZero(sum).cast(table.dtype()) : sum;
    }

    private static Tensor corner(Tensor rows, @Nullable Tensor base, Node c, How how) {
        Tensor at = base == null ? c.index : c.index.plus(base);
        Tensor part = Ops.take(rows, at, 0);
        boolean vectors = rows.rank() > 1;
        if (c.inside != null) {
            Tensor inside = vectors ? Ops.expandDims(c.inside, -1) : c.inside;
            part = Ops.where(inside, part, Tensor.scalar(how.fillValue, part.dtype()));
        }
        if (c.weight != null) {
            Tensor weight = c.weight.cast(part.dtype());
            part = part.times(vectors ? Ops.expandDims(weight, -1) : weight);
        }
        return part;
    }

    private static List<Node> nodes(Tensor coordinate, int size, How how) {
        if (how.interpolation == Interpolation.NEAREST) {
            return List.of(node(awayFromZero(coordinate), size, null, how));
        }
        Tensor lower = Ops.floor(coordinate);
        Tensor upper = coordinate.minus(lower);
        return List.of(node(lower, size, upper.unaryMinus().plus(1), how), node(lower.plus(1), size, upper, how));
    }

    private static Node node(Tensor place, int size, @Nullable Tensor weight, How how) {
        Tensor i = place.cast(DType.INT32);
        return switch (how.fillMode) {
            case CONSTANT -> {
                Tensor inside = Ops.logicalAnd(i.greaterEqual(0), i.less(size));
                yield new Node(Ops.clip(i, 0, size - 1), inside, weight);
            }
            case NEAREST -> new Node(Ops.clip(i, 0, size - 1), null, weight);
            case WRAP -> new Node(modulo(i, size), null, weight);
            case MIRROR -> new Node(mirrored(i, size), null, weight);
            case REFLECT -> {
                // As in a mirror on the last of twice as many and one.
                Tensor fine = mirrored(i.times(2).plus(1), 2 * size + 1);
                yield new Node(Ops.floorDivide(fine.minus(1), Tensor.scalar(2, DType.INT32)), null, weight);
            }
        };
    }

    private static Tensor mirrored(Tensor i, int size) {
        int way = size - 1;
        return way == 0
                ? Ops.zerosLike(i)
                : Ops.abs(modulo(i.plus(way), 2 * way).minus(way));
    }

    private static Tensor modulo(Tensor i, int n) {
        return Ops.mod(i, Tensor.scalar(n, DType.INT32));
    }

    private static @Nullable Tensor both(@Nullable Tensor a, @Nullable Tensor b) {
        return a == null || b == null ? null : Ops.logicalAnd(a, b);
    }

    /** The nearest whole number, of two the one further from zero. */
    static Tensor awayFromZero(Tensor x) {
        Tensor size = Ops.abs(x);
        Tensor whole = Ops.floor(size);
        Tensor up = size.minus(whole).greaterEqual(0.5).cast(x.dtype());
        return Ops.stopGradient(whole.plus(up).times(Ops.sign(x)));
    }
}
