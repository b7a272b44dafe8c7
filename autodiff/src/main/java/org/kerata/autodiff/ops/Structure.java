package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.compile.CopyTask;
import org.kerata.autodiff.internal.kernels.reference.StructureReference;

/** Tensors put together from parts, cut into parts, padded and repeated. */
public final class Structure {
    private Structure() {}

    /** The axis along which parts lie, counted from the front. */
    public record Along(int axis) {}

    /** Tensors one behind the other along an axis; all other axes must be equal. */
    public static final Op<Along> CONCATENATE = Op.<Along>named("concatenate")
            .shape(Structure::joined)
            .gradient(Structure::parts)
            .reference(StructureReference::concatenate)
            .kernel(CopyTask::lower)
            .build();

    /** Tensors of one shape beside each other, along a new axis. */
    public static final Op<Along> STACK = Op.<Along>named("stack")
            .shape((in, a) -> joined(in.stream().map(s -> wider(s, a.axis)).toList(), a))
            .definition((in, a) -> List.of(CONCATENATE
                    .apply(a, in.stream().map(t -> Ops.expandDims(t, a.axis)).toList())
                    .get(0)))
            .build();

    /**
     * Where an axis is cut.
     *
     * @param axis the axis, counted from the front
     * @param parts how many parts there are, from 1 to {@link #MOST}
     * @param at where the second and further parts begin; empty for parts of equal length
     */
    public record Parts(int axis, int parts, List<Long> at) {
        /** More parts than anybody wants: each is a tensor of its own, though it may be empty. */
        public static final int MOST = 1 << 16;

        public Parts {
            requireParts(parts);
            at = List.copyOf(at);
        }

        /** Whether there can be so many parts; an error if not. */
        public static void requireParts(int parts) {
            if (parts < 1 || parts > MOST) {
                throw new ShapeException("split: There must be from 1 to " + MOST + " parts. Received: " + parts + ".");
            }
        }

        /** The part k of the axis. */
        Slice part(int k, long length) {
            if (at.isEmpty()) {
                return new Slice(k * (length / parts), (k + 1) * (length / parts), 1);
            }
            return new Slice(k == 0 ? 0L : at.get(k - 1), k == parts - 1 ? null : at.get(k), 1);
        }
    }

    /** The parts of a tensor along an axis. */
    public static final Op<Parts> SPLIT = Op.<Parts>named("split")
            .shapes(Structure::split)
            .definition((in, a) -> {
                List<Tensor> out = new ArrayList<>();
                for (int k = 0; k < a.parts; k++) {
                    Slice part = a.part(k, in.get(0).shape().dim(a.axis));
                    out.add(Structure.SLICE.apply(Slices.of(in.get(0).rank(), a.axis, part), in.get(0)));
                }
                return out;
            })
            .build();

    /** A slice of every axis. */
    public record Slices(List<Slice> axes) {
        public Slices {
            axes = List.copyOf(axes);
        }

        /** A slice of one axis, and all of the others. */
        public static Slices of(int rank, int axis, Slice slice) {
            List<Slice> all = new ArrayList<>(Collections.nCopies(rank, Slice.ALL));
            all.set(axis, slice);
            return new Slices(all);
        }

        /** Whether the elements of some axes are turned around and none is left out. */
        public boolean isFlip() {
            return axes.stream().allMatch(s -> s.equals(Slice.ALL) || s.equals(Slice.REVERSED));
        }

        /** Two flips as one. */
        public Slices after(Slices first) {
            List<Slice> all = new ArrayList<>();
            for (int i = 0; i < axes.size(); i++) {
                all.add(axes.get(i).equals(first.axes.get(i)) ? Slice.ALL : Slice.REVERSED);
            }
            return new Slices(all);
        }

        /** The shape of the slice of a tensor of this shape. */
        public Shape of(Shape s) {
            if (axes.size() != s.rank()) {
                throw new ShapeException("Each of the " + s.rank() + " axes of shape " + s
                        + " needs a slice. Received: " + axes.size() + ".");
            }
            long[] out = new long[s.rank()];
            for (int i = 0; i < out.length; i++) {
                out[i] = axes.get(i).count(s.dim(i));
            }
            return Shape.of(out);
        }
    }

    /** Every so many elements of each axis, from a first to before a last, forwards or backwards, as slices in Python. */
    public static final Op<Slices> SLICE = Op.<Slices>named("slice")
            .shape((in, a) -> in.get(0).with(a.of(in.get(0).shape())))
            .gradient(g -> grads(
                    g.attributes().isFlip()
                            ? Structure.SLICE.apply(g.attributes(), g.dy())
                            : Structure.PLACE.apply(
                                    new Place(g.attributes(), g.in(0).shape()), g.dy())))
            .reference(StructureReference::slice)
            .kernel(CopyTask::lower)
            .build();

    /** The settings of {@link #PLACE}: the slices, and the shape of what they are slices of. */
    public record Place(Slices slices, Shape shape) {}

    /** Zeros of the given shape, with the input at the slices. */
    public static final Op<Place> PLACE = Op.<Place>named("place")
            .shape((in, a) -> {
                if (!a.slices.of(a.shape).matches(in.get(0).shape())) {
                    throw new ShapeException("The part must have shape " + a.slices.of(a.shape) + ". Received: "
                            + in.get(0).shape() + ".");
                }
                return in.get(0).with(a.shape);
            })
            .gradient(g -> grads(SLICE.apply(g.attributes().slices, g.dy())))
            .reference(StructureReference::place)
            .kernel(CopyTask::lower)
            .build();

    /** One index of an axis; negative ones count from the end. */
    public record At(int axis, long index) {}

    /** The part at an index of an axis, without that axis. */
    public static final Op<At> GET = Op.<At>named("get_item")
            .shape((in, a) -> {
                Shape s = in.get(0).shape();
                long n = s.dim(a.axis);
                if (n != Shape.UNKNOWN && (a.index >= n || a.index < -n)) {
                    throw new ShapeException(
                            "Index " + a.index + " is out of range for axis " + a.axis + " of shape " + s + ".");
                }
                return in.get(0).with(s.without(a.axis));
            })
            .definition((in, a) -> {
                Slice one = new Slice(a.index, a.index == -1 ? null : a.index + 1, 1);
                return List.of(Ops.squeeze(SLICE.apply(Slices.of(in.get(0).rank(), a.axis, one), in.get(0)), a.axis));
            })
            .build();

    /** How many elements are added in front of and behind each axis, and which number they are. */
    public record Pads(List<Integer> before, List<Integer> after, double value) {
        public Pads {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }

        private Slices inside() {
            List<Slice> all = new ArrayList<>();
            for (int i = 0; i < before.size(); i++) {
                all.add(new Slice((long) before.get(i), after.get(i) == 0 ? null : -(long) after.get(i), 1));
            }
            return new Slices(all);
        }
    }

    /** The tensor with a border of one number. */
    public static final Op<Pads> PAD = Op.<Pads>named("pad")
            .shape(Structure::padded)
            .gradient(g -> grads(SLICE.apply(g.attributes().inside(), g.dy())))
            .reference(StructureReference::pad)
            .kernel(CopyTask::lower)
            .build();

    /** How often each axis is repeated. */
    public record Repeats(List<Integer> counts) {
        public Repeats {
            counts = List.copyOf(counts);
        }
    }

    /** The whole tensor again and again, along each axis. */
    public static final Op<Repeats> TILE = Op.<Repeats>named("tile")
            .shape((in, a) -> in.get(0).with(repeated(in.get(0).shape(), a)))
            .definition((in, a) -> List.of(stretched(in.get(0), a, 0)))
            .build();

    /** Each element again and again, along each axis. */
    public static final Op<Repeats> REPEAT = Op.<Repeats>named("repeat")
            .shape((in, a) -> in.get(0).with(repeated(in.get(0).shape(), a)))
            .definition((in, a) -> List.of(stretched(in.get(0), a, 1)))
            .build();

    /**
     * Which part of a matrix stays.
     *
     * @param diagonal the last diagonal that stays; 0 is the main one, positive ones lie above it
     * @param upper whether the part above it stays, else the part below
     */
    public record Triangle(int diagonal, boolean upper) {}

    /** Zeros above or below a diagonal of the last two axes. */
    public static final Op<Triangle> TRIANGLE = Op.<Triangle>named("triangle")
            .shape((in, a) -> {
                if (in.get(0).shape().rank() < 2) {
                    throw new ShapeException("The input must have at least 2 axes. Received: "
                            + in.get(0).shape() + ".");
                }
                return in.get(0);
            })
            .definition((in, a) -> {
                Tensor x = in.get(0);
                Tensor row = Ops.expandDims(Ops.arange(x.shape().intDim(-2)), 1);
                Tensor distance = Ops.arange(x.shape().intDim(-1)).minus(row);
                Tensor stays = a.upper ? distance.greaterEqual(a.diagonal) : distance.lessEqual(a.diagonal);
                return List.of(Ops.where(stays, x, Ops.zerosLike(x)));
            })
            .build();

    private static Spec joined(List<Spec> in, Along a) {
        if (in.isEmpty()) {
            throw new ShapeException("At least one tensor is needed.");
        }
        Spec first = in.get(0);
        Shape common = first.shape();
        long sum = 0;
        for (Spec s : in) {
            if (s.dtype() != first.dtype()) {
                throw new ShapeException("All tensors must have one element type. Received: " + first.dtype() + " and "
                        + s.dtype() + ".");
            }
            Shape shape = s.shape();
            if (shape.rank() != common.rank() || !shape.with(a.axis, 1).matches(common.with(a.axis, 1))) {
                throw new ShapeException("All tensors must have equal axes but for axis " + a.axis + ". Received: "
                        + first.shape() + " and " + shape + ".");
            }
            long n = shape.dim(a.axis);
            sum = sum == Shape.UNKNOWN || n == Shape.UNKNOWN ? Shape.UNKNOWN : sum + n;
            common = more(common, shape);
        }
        return first.with(common.with(a.axis, sum));
    }

    /** What either shape knows. */
    private static Shape more(Shape a, Shape b) {
        long[] d = a.dims();
        for (int i = 0; i < d.length; i++) {
            d[i] = Math.max(d[i], b.dim(i));
        }
        return Shape.of(d);
    }

    private static Spec wider(Spec s, int axis) {
        return s.with(s.shape()
                .slice(0, axis)
                .append(1)
                .append(s.shape().slice(axis, s.shape().rank()).dims()));
    }

    private static List<@Nullable Tensor> parts(Adjoint<Along> g) {
        List<@Nullable Tensor> out = new ArrayList<>();
        int axis = g.attributes().axis;
        long from = 0;
        for (Tensor t : g.inputs()) {
            long to = from + t.shape().dim(axis);
            out.add(SLICE.apply(Slices.of(t.rank(), axis, new Slice(from, to, 1)), g.dy()));
            from = to;
        }
        return out;
    }

    private static List<Spec> split(List<Spec> in, Parts a) {
        Shape s = in.get(0).shape();
        long n = s.dim(a.axis);
        if (a.at.isEmpty() && n != Shape.UNKNOWN && n % a.parts != 0) {
            throw new ShapeException(
                    "Axis " + a.axis + " of shape " + s + " cannot be cut into " + a.parts + " equal parts.");
        }
        List<Spec> out = new ArrayList<>();
        for (int k = 0; k < a.parts; k++) {
            out.add(in.get(0)
                    .with(s.with(a.axis, n == Shape.UNKNOWN ? n : a.part(k, n).count(n))));
        }
        return out;
    }

    private static Spec padded(List<Spec> in, Pads a) {
        Shape s = in.get(0).shape();
        if (a.before.size() != s.rank() || a.after.size() != s.rank()) {
            throw new ShapeException("Each of the " + s.rank() + " axes of shape " + s
                    + " needs a pair of widths. Received: " + a.before.size() + ".");
        }
        long[] out = s.dims();
        for (int i = 0; i < out.length; i++) {
            if (a.before.get(i) < 0 || a.after.get(i) < 0) {
                throw new ShapeException(
                        "Widths must be 0 or more. Received: " + a.before.get(i) + " and " + a.after.get(i) + ".");
            }
            out[i] = out[i] == Shape.UNKNOWN ? out[i] : out[i] + a.before.get(i) + a.after.get(i);
        }
        return in.get(0).with(Shape.of(out));
    }

    private static Shape repeated(Shape s, Repeats a) {
        if (a.counts.size() != s.rank()) {
            throw new ShapeException(
                    "Each of the " + s.rank() + " axes of shape " + s + " needs a count. Received: " + a.counts + ".");
        }
        long[] out = s.dims();
        for (int i = 0; i < out.length; i++) {
            out[i] = out[i] == Shape.UNKNOWN ? out[i] : out[i] * a.counts.get(i);
        }
        return Shape.of(out);
    }

    /** Repetition as stretching: an axis of length 1 before (0) or behind (1) each axis, as long as there are repeats. */
    private static Tensor stretched(Tensor x, Repeats a, int behind) {
        int rank = x.rank();
        long[] one = new long[2 * rank];
        long[] many = new long[2 * rank];
        for (int i = 0; i < rank; i++) {
            one[2 * i + behind] = 1;
            many[2 * i + behind] = a.counts.get(i);
            one[2 * i + 1 - behind] = x.shape().dim(i);
            many[2 * i + 1 - behind] = x.shape().dim(i);
        }
        Tensor wide = Ops.broadcastTo(Ops.reshape(x, one), Shape.of(many));
        return Ops.reshape(wide, repeated(x.shape(), a).dims());
    }
}
