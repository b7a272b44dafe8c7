package org.kerata.serialization;

import static org.kerata.serialization.OperatorKinds.arguments;
import static org.kerata.serialization.OperatorKinds.option;
import static org.kerata.serialization.OperatorKinds.options;
import static org.kerata.serialization.OperatorKinds.readOnly;
import static org.kerata.serialization.OperatorKinds.required;
import static org.kerata.serialization.OperatorKinds.withOptions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.ops.Diagonals;
import org.kerata.autodiff.ops.Shaping;
import org.kerata.autodiff.ops.Slice;
import org.kerata.autodiff.ops.Sliding;
import org.kerata.autodiff.ops.Structure;

/** Other shapes and orders of the same elements between layers, and elements repeated. */
final class ShapeOperators {
    private ShapeOperators() {}

    static List<Operator> all() {
        return List.of(
                option(
                        "numpy",
                        "Reshape",
                        Shaping.RESHAPE,
                        "newshape",
                        (Shaping.Target t) -> OperatorKinds.lengths(t.shape()),
                        g -> Ops.reshape(g.tensor(), required(g, g.numbers(1, "newshape"), "newshape"))),
                new Operator(
                        "numpy",
                        "Reshape",
                        Shaping.FLATTEN,
                        n -> new Operator.Written(
                                options(
                                        "newshape",
                                        OperatorKinds.lengths(n.outputs().get(0).shape())),
                                arguments(n)),
                        g -> List.of(Ops.reshape(g.tensor(), required(g, g.numbers(1, "newshape"), "newshape")))),
                readOnly("numpy", "Ravel", g -> List.of(Ops.ravel(g.tensor()))),
                option(
                        "numpy",
                        "BroadcastTo",
                        Shaping.BROADCAST_TO,
                        "shape",
                        (Shaping.Target t) -> OperatorKinds.lengths(t.shape()),
                        g -> Ops.broadcastTo(g.tensor(), Shape.of(required(g, g.numbers(1, "shape"), "shape")))),
                option(
                        "numpy",
                        "Transpose",
                        Shaping.TRANSPOSE,
                        "axes",
                        (Shaping.Order o) -> o.axes(),
                        g -> Ops.transpose(g.tensor(), g.axes(1, "axes"))),
                option(
                        "numpy",
                        "ExpandDims",
                        Shaping.EXPAND_DIMS,
                        "axis",
                        (Shaping.NewAxis a) -> a.axis(),
                        g -> newAxes(g.tensor(), g.axes(1, "axis"))),
                option(
                        "numpy",
                        "Squeeze",
                        Shaping.SQUEEZE,
                        "axis",
                        (Shaping.Without a) -> a.axes().size() == 1 ? a.axes().get(0) : a.axes(),
                        g -> Ops.squeeze(g.tensor(), g.axes(1, "axis"))),
                readOnly(
                        "numpy",
                        "Swapaxes",
                        g -> List.of(Ops.swapaxes(g.tensor(), g.integer(1, "axis1", 0), g.integer(2, "axis2", 1)))),
                readOnly(
                        "numpy",
                        "Moveaxis",
                        g -> List.of(Ops.moveaxis(g.tensor(), g.axes(1, "source"), g.axes(2, "destination")))),
                readOnly("numpy", "Flip", g -> List.of(Ops.flip(g.tensor(), g.axes(1, "axis")))),
                readOnly("numpy", "Fliplr", g -> List.of(Ops.fliplr(g.tensor()))),
                readOnly("numpy", "Flipud", g -> List.of(Ops.flipud(g.tensor()))),
                readOnly("numpy", "Rot90", g -> {
                    int[] axes = g.has(2, "axes") ? g.axes(2, "axes") : new int[] {0, 1};
                    if (axes.length != 2) {
                        throw new ConfigException(
                                g.what() + ": axes must be two. Received: " + Arrays.toString(axes) + ".");
                    }
                    return List.of(Ops.rot90(g.tensor(0, "array"), g.integer(1, "k", 1), axes[0], axes[1]));
                }),
                withOptions(
                        "numpy",
                        "Roll",
                        Sliding.ROLL,
                        (Sliding.Shift s) -> options("shift", s.by(), "axis", s.axis()),
                        ShapeOperators::roll),
                option(
                        "numpy",
                        "Tile",
                        Structure.TILE,
                        "repeats",
                        (Structure.Repeats r) -> r.counts(),
                        g -> tile(g.tensor(), g.axes(1, "repeats"))),
                withOptions("numpy", "Repeat", Structure.REPEAT, ShapeOperators::repeats, ShapeOperators::repeat),
                new Operator("numpy", "Pad", Structure.PAD, ShapeOperators::written, g -> List.of(pad(g))),
                new Operator(
                        "numpy",
                        "Tril",
                        Structure.TRIANGLE,
                        ShapeOperators::lower,
                        g -> List.of(Ops.tril(g.tensor(), g.integer(1, "k", 0)))),
                readOnly("numpy", "Triu", g -> List.of(Ops.triu(g.tensor(), g.integer(1, "k", 0)))),
                withOptions(
                        "numpy",
                        "Diagonal",
                        Diagonals.DIAGONAL,
                        (Diagonals.Which w) -> options("offset", w.offset(), "axis1", -2, "axis2", -1),
                        ShapeOperators::diagonal),
                readOnly(
                        "numpy",
                        "Trace",
                        g -> List.of(Ops.trace(
                                g.tensor(),
                                g.integer(1, "offset", 0),
                                g.integer(2, "axis1", 0),
                                g.integer(3, "axis2", 1)))),
                readOnly("numpy", "Diag", g -> List.of(Ops.diag(g.tensor(), g.integer(1, "k", 0)))),
                readOnly("numpy", "Diagflat", g -> List.of(Ops.diagflat(g.tensor(), g.integer(1, "k", 0)))));
    }

    private static Tensor diagonal(Given g) {
        Tensor x = g.tensor();
        int offset = g.integer(1, "offset", 0);
        int first = x.shape().axis(g.integer(2, "axis1", 0));
        int second = x.shape().axis(g.integer(3, "axis2", 1));
        return first == x.rank() - 2 && second == x.rank() - 1
                ? Diagonals.DIAGONAL.apply(new Diagonals.Which(offset), x)
                : Ops.diagonal(x, offset, first, second);
    }

    private static Tensor newAxes(Tensor x, int[] axes) {
        int rank = x.rank() + axes.length;
        int[] sorted =
                Arrays.stream(axes).map(a -> a < 0 ? a + rank : a).sorted().toArray();
        Tensor out = x;
        for (int a : sorted) {
            out = Ops.expandDims(out, a);
        }
        return out;
    }

    private static Tensor roll(Given g) {
        int[] shifts = g.axes(1, "shift");
        if (shifts.length == 0) {
            throw new ConfigException(g.what() + ": shift must be given.");
        }
        int[] axes = g.axes(2, "axis");
        if (!g.has(2, "axis")) {
            return Ops.roll(g.tensor(), shifts[0]);
        }
        int[] all = shifts.clone();
        if (shifts.length == 1 && axes.length > 1) {
            all = new int[axes.length];
            Arrays.fill(all, shifts[0]);
        }
        return Ops.roll(g.tensor(), all, axes);
    }

    /** With fewer counts than axes, the last axes are meant, as in NumPy. */
    private static Tensor tile(Tensor x, int[] counts) {
        int[] all = new int[Math.max(x.rank(), counts.length)];
        Arrays.fill(all, 1);
        System.arraycopy(counts, 0, all, all.length - counts.length, counts.length);
        Tensor wide = x;
        while (wide.rank() < all.length) {
            wide = Ops.expandDims(wide, 0);
        }
        return Ops.tile(wide, all);
    }

    private static Map<String, @Nullable Object> repeats(Structure.Repeats r) {
        List<Integer> many = new ArrayList<>();
        for (int i = 0; i < r.counts().size(); i++) {
            if (r.counts().get(i) != 1) {
                many.add(i);
            }
        }
        if (many.size() > 1) {
            throw new ConfigException("Elements repeated along several axes at once cannot be written into a model's"
                    + " config. Call Ops.repeat for each axis.");
        }
        int axis = many.isEmpty() ? 0 : many.get(0);
        return options("repeats", r.counts().get(axis), "axis", axis);
    }

    private static Tensor repeat(Given g) {
        int[] counts = g.axes(1, "repeats");
        Tensor x = g.has(2, "axis") ? g.tensor() : Ops.ravel(g.tensor());
        int axis = g.integer(2, "axis", 0);
        return counts.length == 1 ? Ops.repeat(x, counts[0], axis) : Ops.repeat(x, counts, axis);
    }

    private static Operator.Written lower(OpNode n) {
        Structure.Triangle t = (Structure.Triangle) n.attributes();
        if (!t.upper()) {
            return new Operator.Written(options("k", t.diagonal()), arguments(n));
        }
        return new Operator.Written("numpy.Triu", options("k", t.diagonal()), arguments(n));
    }

    private static Operator.Written written(OpNode n) {
        Structure.Pads p = (Structure.Pads) n.attributes();
        List<Object> widths = new ArrayList<>();
        for (int i = 0; i < p.before().size(); i++) {
            widths.add(List.of(p.before().get(i), p.after().get(i)));
        }
        List<@Nullable Object> arguments = arguments(n);
        if (p.value() != 0) {
            arguments.add(p.value());
        }
        return new Operator.Written(options("pad_width", widths, "mode", "constant"), arguments);
    }

    private static Tensor pad(Given g) {
        Tensor x = g.tensor();
        int[][] widths = widths(g, x.rank());
        double value = g.number(1, "constant_values", 0);
        String mode = g.text(-1, "mode", "constant");
        return switch (mode) {
            case "constant" -> Ops.pad(x, widths, value);
            case "reflect" -> mirrored(x, widths, 1);
            case "symmetric" -> mirrored(x, widths, 0);
            default ->
                throw new ConfigException(g.what()
                        + ": mode must be \"constant\", \"reflect\" or \"symmetric\". Received: \"" + mode + "\".");
        };
    }

    private static int[][] widths(Given g, int rank) {
        Object given = required(g, g.orNull(-1, "pad_width"), "pad_width");
        int[][] out = new int[rank][];
        List<?> list = given instanceof List<?> l ? l : List.of(given);
        for (int i = 0; i < rank; i++) {
            Object of = list.size() == rank ? list.get(i) : list.size() == 1 ? list.get(0) : given;
            List<?> pair = of instanceof List<?> l ? l : List.of(required(g, of, "pad_width"));
            if (pair.isEmpty() || pair.size() > 2 || !pair.stream().allMatch(v -> v instanceof Number)) {
                throw new ConfigException(
                        g.what() + ": pad_width must be two whole numbers for each axis. Received: " + given + ".");
            }
            int before = ((Number) pair.get(0)).intValue();
            out[i] = new int[] {before, ((Number) pair.get(pair.size() - 1)).intValue()};
        }
        return out;
    }

    /** Borders that are the mirrored edges, without (1) or with (0) the outermost element itself. */
    private static Tensor mirrored(Tensor x, int[][] widths, long skip) {
        Tensor out = x;
        for (int axis = 0; axis < widths.length; axis++) {
            long before = widths[axis][0];
            long after = widths[axis][1];
            List<Tensor> parts = new ArrayList<>();
            if (before > 0) {
                parts.add(Ops.flip(along(out, axis, new Slice(skip, skip + before, 1)), axis));
            }
            parts.add(out);
            if (after > 0) {
                parts.add(Ops.flip(along(out, axis, new Slice(-after - skip, skip == 0 ? null : -skip, 1)), axis));
            }
            out = parts.size() == 1 ? out : Ops.concatenate(parts, axis);
        }
        return out;
    }

    private static Tensor along(Tensor x, int axis, Slice slice) {
        Slice[] all = new Slice[x.rank()];
        Arrays.fill(all, Slice.ALL);
        all[axis] = slice;
        return Ops.slice(x, all);
    }
}
