package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.compile.CopyTask;
import org.kerata.autodiff.internal.kernels.reference.ShapeReference;

/** The same elements under another shape or in another order. */
public final class Shaping {
    private Shaping() {}

    /** A shape asked for; one axis may be -1 and is worked out. */
    public record Target(Shape shape) {}

    /** The axes of the input, in their new order. */
    public record Order(List<Integer> axes) {
        /** Two transpositions as one. */
        public Order after(Order first) {
            return new Order(axes.stream().map(first.axes::get).toList());
        }

        /** Whether all axes but the first few stay where they are. */
        public boolean movesOnly(int few) {
            return IntStream.range(few, axes.size()).allMatch(i -> axes.get(i) == i);
        }

        /** What it does to the first few axes, if it {@linkplain #movesOnly moves only} these. */
        public Order first(int few) {
            return new Order(axes.subList(0, few));
        }

        /** What takes everything back. */
        public Order inverse() {
            return new Order(
                    IntStream.range(0, axes.size()).mapToObj(axes::indexOf).toList());
        }
    }

    /** The same elements in row-major order under another shape. */
    public static final Op<Target> RESHAPE = Op.<Target>named("reshape")
            .shape(Shaping::reshaped)
            .gradient(g -> grads(Ops.reshape(g.dy(), g.in(0).shape().dims())))
            .view()
            .build();

    /** Where the new axis stands in the output, counted from the front. */
    public record NewAxis(int axis) {}

    /** A further axis of length 1. */
    public static final Op<NewAxis> EXPAND_DIMS = Op.<NewAxis>named("expand_dims")
            .shape((in, a) -> in.get(0).with(expanded(in.get(0).shape(), a.axis)))
            .definition((in, a) -> List.of(
                    Ops.reshape(in.get(0), expanded(in.get(0).shape(), a.axis).dims())))
            .build();

    /** The axes that go, counted from the front and ascending. */
    public record Without(List<Integer> axes) {}

    /** Without axes of length 1. */
    public static final Op<Without> SQUEEZE = Op.<Without>named("squeeze")
            .shape((in, a) -> in.get(0).with(squeezed(in.get(0).shape(), a.axes)))
            .definition((in, a) -> List.of(
                    Ops.reshape(in.get(0), squeezed(in.get(0).shape(), a.axes).dims())))
            .build();

    /** The axes {@code from} to {@code to}, exclusive. */
    public record Range(int from, int to) {}

    /** Neighbouring axes as one. */
    public static final Op<Range> FLATTEN = Op.<Range>named("flatten")
            .shape((in, a) -> in.get(0).with(flattened(in.get(0).shape(), a)))
            .definition((in, a) -> List.of(
                    Ops.reshape(in.get(0), flattened(in.get(0).shape(), a).dims())))
            .build();

    /**
     * The number for {@link #FULL_LIKE}, and the type of the output; null for that of the input.
     */
    public record Fill(double value, @Nullable DType dtype) {
        /** In the type of the input. */
        public Fill(double value) {
            this(value, null);
        }

        private Spec of(Spec like) {
            return dtype == null ? like : like.with(dtype);
        }
    }

    /** One number everywhere, in the shape of the input. */
    public static final Op<Fill> FULL_LIKE = Op.<Fill>named("full_like")
            .shape((in, a) -> a.of(in.get(0)))
            .definition((in, a) -> List.of(
                    Ops.full(in.get(0).shape(), a.value, a.of(in.get(0).spec()).dtype())))
            .noGradient()
            .build();

    /** The same tensor again: a point of its own in the graph. */
    public static final Op<NoAttributes> IDENTITY = Op.plain("identity")
            .shape((in, a) -> in.get(0))
            .gradient(g -> grads(g.dy()))
            .view()
            .build();

    /** Stretches axes of length 1, and adds axes in front. */
    public static final Op<Target> BROADCAST_TO = Op.<Target>named("broadcast_to")
            .shape(Shaping::stretched)
            .gradient(g -> grads(g.dy()))
            .reference(ShapeReference::broadcast)
            .kernel(CopyTask::lower)
            .build();

    /** The axes in another order. */
    public static final Op<Order> TRANSPOSE = Op.<Order>named("transpose")
            .shape(Shaping::permuted)
            .gradient(g -> {
                int[] inverse = new int[g.attributes().axes.size()];
                for (int i = 0; i < inverse.length; i++) {
                    inverse[g.attributes().axes.get(i)] = i;
                }
                return grads(Ops.transpose(g.dy(), inverse));
            })
            .reference(ShapeReference::transpose)
            .kernel(CopyTask::lower)
            .build();

    /** The type that bits are read as. */
    public record As(DType dtype) {}

    /** The same bits read as another type of the same width. */
    public static final Op<As> BITS = Op.<As>named("view")
            .shape((in, a) -> {
                DType t = in.get(0).dtype();
                if (t.bytes() != a.dtype.bytes()) {
                    throw new ShapeException("Both types must take the same number of bytes. Received: " + t + " ("
                            + t.bytes() + ") and " + a.dtype + " (" + a.dtype.bytes() + ").");
                }
                return in.get(0).with(a.dtype);
            })
            .noGradient()
            .reference(ShapeReference::bits)
            .build();

    private static Spec reshaped(List<Spec> in, Target t) {
        Shape from = in.get(0).shape();
        Shape to = t.shape;
        int open = -1;
        long known = 1;
        for (int i = 0; i < to.rank(); i++) {
            if (to.dim(i) == Shape.UNKNOWN) {
                if (open >= 0) {
                    throw new ShapeException("At most one axis may be -1. Received: " + to + ".");
                }
                open = i;
            } else {
                known *= to.dim(i);
            }
        }
        if (!from.isKnown()) {
            return in.get(0).with(to);
        }
        long size = from.size();
        boolean fits = open < 0 ? known == size : known != 0 && size % known == 0;
        if (!fits) {
            throw new ShapeException("Shape " + from + " with " + size + " elements cannot become " + to + ".");
        }
        return in.get(0).with(open < 0 ? to : to.with(open, size / known));
    }

    private static Shape expanded(Shape s, int axis) {
        if (axis < 0 || axis > s.rank()) {
            throw new ShapeException(
                    "There is no place " + axis + " for a new axis in shape " + s + " with " + s.rank() + " axes.");
        }
        return s.slice(0, axis).append(1).append(s.slice(axis, s.rank()).dims());
    }

    private static Shape squeezed(Shape s, List<Integer> axes) {
        Shape out = s;
        for (int i = axes.size() - 1; i >= 0; i--) {
            long n = s.dim(axes.get(i));
            if (n != 1 && n != Shape.UNKNOWN) {
                throw new ShapeException(
                        "Axis " + axes.get(i) + " of shape " + s + " must have length 1 to be dropped.");
            }
            out = out.without(axes.get(i));
        }
        return out;
    }

    private static Shape flattened(Shape s, Range r) {
        Shape part = s.slice(r.from, r.to);
        return s.slice(0, r.from)
                .append(part.isKnown() ? part.size() : Shape.UNKNOWN)
                .append(s.slice(r.to, s.rank()).dims());
    }

    private static Spec stretched(List<Spec> in, Target t) {
        Shape common = Shape.broadcast(in.get(0).shape(), t.shape);
        if (!common.matches(t.shape)) {
            throw new ShapeException("Shape " + in.get(0).shape() + " cannot be stretched to " + t.shape + ".");
        }
        return in.get(0).with(common);
    }

    private static Spec permuted(List<Spec> in, Order o) {
        Shape s = in.get(0).shape();
        long[] out = new long[s.rank()];
        for (int i = 0; i < out.length; i++) {
            out[i] = s.dim(o.axes.get(i));
        }
        return in.get(0).with(Shape.of(out));
    }

    /** Axes of length 1 as users name them; none means all that are known to be such. */
    public static Without ones(Shape s, int[] axes) {
        TreeSet<Integer> set = new TreeSet<>();
        for (int i = 0; axes.length == 0 && i < s.rank(); i++) {
            if (s.dim(i) == 1) {
                set.add(i);
            }
        }
        for (int a : axes) {
            set.add(s.axis(a));
        }
        return new Without(List.copyOf(set));
    }

    /** The order of axes that moves some to other places. */
    public static Order moved(Shape s, int[] from, int[] to) {
        if (from.length != to.length) {
            throw new ShapeException("moveaxis: Each axis needs a new place. Received: " + Arrays.toString(from)
                    + " and " + Arrays.toString(to) + ".");
        }
        Integer[] order = new Integer[s.rank()];
        Set<Integer> left = new TreeSet<>();
        for (int i = 0; i < order.length; i++) {
            left.add(i);
        }
        for (int i = 0; i < from.length; i++) {
            int at = s.axis(to[i]);
            if (order[at] != null || !left.remove(s.axis(from[i]))) {
                throw new ShapeException("moveaxis: No axis may be named twice. Received: " + Arrays.toString(from)
                        + " to " + Arrays.toString(to) + " for shape " + s + ".");
            }
            order[at] = s.axis(from[i]);
        }
        Iterator<Integer> rest = left.iterator();
        for (int i = 0; i < order.length; i++) {
            if (order[i] == null) {
                order[i] = rest.next();
            }
        }
        return new Order(List.of(order));
    }

    /** An order as users give it: negative axes count from the end, none means reversed. */
    public static Order order(Shape s, int[] axes) {
        List<Integer> list = new ArrayList<>();
        if (axes.length == 0) {
            for (int i = s.rank() - 1; i >= 0; i--) {
                list.add(i);
            }
        }
        for (int a : axes) {
            int axis = s.axis(a);
            if (list.contains(axis)) {
                throw new ShapeException("transpose: axis " + a + " is given twice for shape " + s + ".");
            }
            list.add(axis);
        }
        if (list.size() != s.rank()) {
            throw new ShapeException(
                    "transpose: every axis of shape " + s + " must be named once. Received: " + list + ".");
        }
        return new Order(List.copyOf(list));
    }
}
