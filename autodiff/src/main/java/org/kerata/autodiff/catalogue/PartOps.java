package org.kerata.autodiff.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Slice;
import org.kerata.autodiff.ops.Structure;

/** Parts of tensors, and tensors put together. */
public abstract class PartOps extends ShapeOps {
    /** Not made: its methods are static. */
    protected PartOps() {}

    /** Tensors one behind the other along an axis. */
    public static Tensor concatenate(List<Tensor> tensors, int axis) {
        List<Tensor> same = common(tensors);
        return Structure.CONCATENATE
                .apply(new Structure.Along(first("concatenate", same).shape().axis(axis)), same)
                .get(0);
    }

    /** Tensors of one shape beside each other along a new axis. */
    public static Tensor stack(List<Tensor> tensors, int axis) {
        List<Tensor> same = common(tensors);
        int rank = first("stack", same).rank();
        return Structure.STACK
                .apply(new Structure.Along(axis < 0 ? axis + rank + 1 : axis), same)
                .get(0);
    }

    /** Equal parts along an axis. */
    public static List<Tensor> split(Tensor x, int parts, int axis) {
        return Structure.SPLIT.apply(new Structure.Parts(x.shape().axis(axis), parts, List.of()), List.of(x));
    }

    /** Parts along an axis, of which the second and further begin at these places. */
    public static List<Tensor> split(Tensor x, long[] at, int axis) {
        List<Long> places = Arrays.stream(at).boxed().toList();
        return Structure.SPLIT.apply(new Structure.Parts(x.shape().axis(axis), at.length + 1, places), List.of(x));
    }

    /** A slice of each axis, as {@code begin:end:step} in Python; axes without one stay whole. */
    public static Tensor slice(Tensor x, Slice... axes) {
        List<Slice> all = new ArrayList<>(List.of(axes));
        while (all.size() < x.rank()) {
            all.add(Slice.ALL);
        }
        return Structure.SLICE.apply(new Structure.Slices(all), x);
    }

    /** The part at an index of the first axis, without that axis; negative indices count from the end. */
    public static Tensor get(Tensor x, long index) {
        return get(x, index, 0);
    }

    /** The part at an index of an axis, without that axis; negative indices count from the end. */
    public static Tensor get(Tensor x, long index, int axis) {
        return Structure.GET.apply(new Structure.At(x.shape().axis(axis), index), x);
    }

    /** The elements of these axes in the opposite order; none means all axes. */
    public static Tensor flip(Tensor x, int... axes) {
        Slice[] all = new Slice[x.rank()];
        Arrays.fill(all, axes.length == 0 ? Slice.REVERSED : Slice.ALL);
        for (int a : axes) {
            all[x.shape().axis(a)] = Slice.REVERSED;
        }
        return slice(x, all);
    }

    /** The tensor with a border of one number: for each axis the widths in front and behind. */
    public static Tensor pad(Tensor x, int[][] widths, double value) {
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int[] w : widths) {
            before.add(w[0]);
            after.add(w[1]);
        }
        return Structure.PAD.apply(new Structure.Pads(before, after, value), x);
    }

    /** The whole tensor as often as this along each axis. */
    public static Tensor tile(Tensor x, int... counts) {
        return Structure.TILE.apply(
                new Structure.Repeats(Arrays.stream(counts).boxed().toList()), x);
    }

    /** Each element as often as this along an axis. */
    public static Tensor repeat(Tensor x, int count, int axis) {
        List<Integer> counts = new ArrayList<>(Collections.nCopies(x.rank(), 1));
        counts.set(x.shape().axis(axis), count);
        return Structure.REPEAT.apply(new Structure.Repeats(counts), x);
    }

    /** Each element as often as this, all in a row. */
    public static Tensor repeat(Tensor x, int count) {
        return repeat(ravel(x), count, 0);
    }

    /** Each part along an axis as often as its own count says. */
    public static Tensor repeat(Tensor x, int[] counts, int axis) {
        long n = x.shape().dim(axis);
        if (counts.length != n || Arrays.stream(counts).anyMatch(c -> c < 0)) {
            throw new ShapeException("repeat: Axis " + axis + " of shape " + x.shape() + " needs " + n
                    + " counts of 0 or more, one for each place. Received: " + Arrays.toString(counts) + ".");
        }
        int[] from = new int[Arrays.stream(counts).sum()];
        int k = 0;
        for (int i = 0; i < counts.length; i++) {
            Arrays.fill(from, k, k + counts[i], i);
            k += counts[i];
        }
        return LookupOps.take(x, Tensor.of(from), axis);
    }

    /** The lower triangle of the last two axes, up to a diagonal; zeros above. */
    public static Tensor tril(Tensor x, int diagonal) {
        return Structure.TRIANGLE.apply(new Structure.Triangle(diagonal, false), x);
    }

    /** The upper triangle of the last two axes, from a diagonal; zeros below. */
    public static Tensor triu(Tensor x, int diagonal) {
        return Structure.TRIANGLE.apply(new Structure.Triangle(diagonal, true), x);
    }
}
