package org.kerata.autodiff.catalogue;

import java.util.List;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Trace;
import org.kerata.autodiff.ops.Counts;
import org.kerata.autodiff.ops.Reductions;
import org.kerata.autodiff.ops.Shaping;
import org.kerata.autodiff.ops.Slice;
import org.kerata.autodiff.ops.Sorting;
import org.kerata.autodiff.ops.Structure;

/** Order: sorting, ranks, places in sorted tensors, and counts. */
public abstract class SortOps extends ReductionOps {
    /** Not made: its methods are static. */
    protected SortOps() {}

    /** The elements of an axis in ascending order, NaN last. */
    public static Tensor sort(Tensor x, int axis) {
        return Sorting.SORT.apply(axis(x, axis), x);
    }

    /** The indices that bring an axis into ascending order, equal elements staying in order. */
    public static Tensor argsort(Tensor x, int axis) {
        return Sorting.ARGSORT.apply(axis(x, axis), x);
    }

    /**
     * Indices that bring the k-th smallest of an axis to its place, none before it being larger and none behind it smaller. They sort the
     * axis, which is one such order.
     */
    public static Tensor argpartition(Tensor x, int k, int axis) {
        long n = x.shape().dim(x.shape().axis(axis));
        if (n >= 0 && (k < -n || k >= n)) {
            throw new ConfigException("argpartition: there is no place " + k + " on an axis of length " + n
                    + ". Received: shape " + x.shape() + ".");
        }
        return argsort(x, axis);
    }

    /** The k largest of the last axis, the largest first, and their indices. */
    public static List<Tensor> topK(Tensor x, int k) {
        return Sorting.TOP_K.apply(new Sorting.Top(k), List.of(x));
    }

    /**
     * The k largest of the last axis and their indices.
     *
     * @param sorted whether the largest must come first; it does also otherwise, as in Keras on JAX
     */
    public static List<Tensor> topK(Tensor x, int k, boolean sorted) {
        return topK(x, k);
    }

    /** For targets {@code (n)} and predictions {@code (n, classes)}: whether fewer than k predictions are above that of the target. */
    public static Tensor inTopK(Tensor targets, Tensor predictions, int k) {
        if (k < 1) {
            throw new ConfigException("inTopK: k must be at least 1. Received: " + k + ".");
        }
        return Sorting.IN_TOP_K.apply(new Sorting.Top(k), targets, predictions);
    }

    /** For each value the place in a sorted vector before which it stands; of equal elements before the first. */
    public static Tensor searchsorted(Tensor sorted, Tensor values) {
        return searchsorted(sorted, values, false);
    }

    /** For each value the place in a sorted vector before which it stands; of equal elements before the first, or behind the last. */
    public static Tensor searchsorted(Tensor sorted, Tensor values, boolean right) {
        DType t = DType.promote(sorted.dtype(), values.dtype());
        return Sorting.SEARCHSORTED.apply(new Sorting.Side(right), cast(sorted, t), cast(values, t));
    }

    /** For each element how many of the bounds, which are in order, it has passed. */
    public static Tensor digitize(Tensor x, Tensor bounds) {
        DType t = DType.promote(x.dtype(), bounds.dtype());
        return Sorting.DIGITIZE.apply(NONE, cast(x, t), cast(bounds, t));
    }

    /** For each element of x whether it is anywhere in y. */
    public static Tensor isIn(Tensor x, Tensor y) {
        return isIn(x, y, false);
    }

    /** For each element of x whether it is anywhere in y, or inverted, whether it is not. */
    public static Tensor isIn(Tensor x, Tensor y, boolean invert) {
        DType t = DType.promote(x.dtype(), y.dtype());
        return Sorting.IS_IN.apply(new Sorting.Member(invert), cast(x, t), cast(y, t));
    }

    /** How often each of the numbers 0 to below the length occurs along the last axis; a number out of range is an error. */
    public static Tensor bincount(Tensor x, int length) {
        return Counts.BINCOUNT.apply(new Counts.Bins(positive("bincount", length)), counted(x));
    }

    /** The sum of the weights of each of the numbers 0 to below the length along the last axis; a number out of range is an error. */
    public static Tensor bincount(Tensor x, Tensor weights, int length) {
        return Counts.BINCOUNT.apply(new Counts.Bins(positive("bincount", length)), counted(x), counted(weights));
    }

    /** How many elements lie in each of so many bins of equal width between the smallest and the largest, and the bounds of the bins. */
    public static List<Tensor> histogram(Tensor x, int bins) {
        return Counts.HISTOGRAM.apply(new Counts.Bars(positive("histogram", bins), null), List.of(real(x)));
    }

    /** How many elements lie in each of so many bins of equal width from low to high, and the bounds of the bins. */
    public static List<Tensor> histogram(Tensor x, int bins, double low, double high) {
        if (!(low <= high)) {
            throw new ConfigException("histogram: the lower bound must not be above the upper one. Received: " + low
                    + " and " + high + ".");
        }
        return Counts.HISTOGRAM.apply(
                new Counts.Bars(positive("histogram", bins), new Counts.Range(low, high)), List.of(real(x)));
    }

    /**
     * The different elements in ascending order. How many there are depends on the values, so it exists only outside of programs.
     *
     * @throws KerataException inside a program or a model's graph
     */
    public static Tensor unique(Tensor x) {
        if (x.isSymbolic() || Trace.current() != null) {
            throw new KerataException(
                    "unique: how many elements it finds depends on values, which a program does not have. Use"
                            + " unique(x, size, fill), which makes room for a number of them, or find them before the program runs.");
        }
        int size = (int) x.size();
        if (size == 0) {
            return Shaping.FLATTEN.apply(new Shaping.Range(0, x.rank()), x);
        }
        List<Tensor> all = unique(x, size, 0);
        long found = countNonzero(all.get(3)).longs()[0];
        return Structure.SLICE.apply(new Structure.Slices(List.of(Slice.of(0, found))), all.get(0));
    }

    /**
     * The first {@code size} different elements in ascending order, filled up with a number; where each of them first stands; for each
     * element of x which of them it is; and how often each occurs, 0 behind the last.
     */
    public static List<Tensor> unique(Tensor x, int size, double fill) {
        return Sorting.UNIQUE.apply(new Sorting.Distinct(positive("unique", size), fill), List.of(x));
    }

    private static Reductions.Axis axis(Tensor x, int axis) {
        return new Reductions.Axis(x.shape().axis(axis), true);
    }

    private static int positive(String op, int n) {
        if (n < 1) {
            throw new ConfigException(op + ": there must be room for at least one. Received: " + n + ".");
        }
        return n;
    }
}
