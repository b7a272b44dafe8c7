package org.kerata.autodiff.catalogue;

import java.util.Arrays;
import java.util.List;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Cumulative;
import org.kerata.autodiff.ops.NanReductions;
import org.kerata.autodiff.ops.Quantiles;
import org.kerata.autodiff.ops.Reductions;
import org.kerata.autodiff.ops.Statistics;

/** Sums, extremes and other reductions. */
public abstract class ReductionOps extends ActivationOps {
    /** Not made: its methods are static. */
    protected ReductionOps() {}

    /** The sum over the axes; none means all. */
    public static Tensor sum(Tensor x, int[] axes, boolean keepDims) {
        return Reductions.SUM.apply(Reductions.Axes.of(x.shape(), axes, keepDims), x);
    }

    /** The product over the axes; none means all. */
    public static Tensor prod(Tensor x, int[] axes, boolean keepDims) {
        return Reductions.PROD.apply(Reductions.Axes.of(x.shape(), axes, keepDims), counted(x));
    }

    /** The mean over the axes; none means all. Integers give {@code float32}. */
    public static Tensor mean(Tensor x, int[] axes, boolean keepDims) {
        return Reductions.MEAN.apply(Reductions.Axes.of(x.shape(), axes, keepDims), real(x));
    }

    /** The mean square of the distance from the mean over the axes; none means all. */
    public static Tensor var(Tensor x, int[] axes, boolean keepDims) {
        return Reductions.VARIANCE.apply(Reductions.Axes.of(x.shape(), axes, keepDims), real(x));
    }

    /** The square root of the variance over the axes; none means all. */
    public static Tensor std(Tensor x, int[] axes, boolean keepDims) {
        return Reductions.STD.apply(Reductions.Axes.of(x.shape(), axes, keepDims), real(x));
    }

    /** The logarithm of the sum of exponentials over the axes; none means all. */
    public static Tensor logsumexp(Tensor x, int[] axes, boolean keepDims) {
        return Reductions.LOGSUMEXP.apply(Reductions.Axes.of(x.shape(), axes, keepDims), real(x));
    }

    /** At each place of an axis the sum of all elements up to there. */
    public static Tensor cumsum(Tensor x, int axis) {
        return Reductions.CUMSUM.apply(growing(x, axis), counted(x));
    }

    /** At each place of an axis the product of all elements up to there. */
    public static Tensor cumprod(Tensor x, int axis) {
        return Cumulative.CUMPROD.apply(growing(x, axis), counted(x));
    }

    /** As {@link #cumsum}, with NaN as 0. */
    public static Tensor nancumsum(Tensor x, int axis) {
        return x.dtype().isFloating() ? Cumulative.NANCUMSUM.apply(growing(x, axis), x) : cumsum(x, axis);
    }

    /** As {@link #cumprod}, with NaN as 1. */
    public static Tensor nancumprod(Tensor x, int axis) {
        return x.dtype().isFloating() ? Cumulative.NANCUMPROD.apply(growing(x, axis), x) : cumprod(x, axis);
    }

    /** Each element of an axis less the one before it, n times over; the axis becomes n shorter. */
    public static Tensor diff(Tensor x, int n, int axis) {
        if (n < 0) {
            throw new ConfigException("diff: n must not be negative. Received: " + n + ".");
        }
        return Cumulative.DIFF.apply(new Cumulative.Differences(x.shape().axis(axis), n), x);
    }

    /** The area below straight lines between the elements of an axis, a distance of dx apart. */
    public static Tensor trapezoid(Tensor y, double dx, int axis) {
        Tensor area = Cumulative.TRAPEZOID.apply(new Reductions.Axis(y.shape().axis(axis), false), real(y));
        return dx == 1 ? area : area.times(dx);
    }

    /** The area below straight lines between the points (x, y) along an axis; x may be a vector. */
    public static Tensor trapezoid(Tensor y, Tensor x, int axis) {
        DType t = DType.promote(real(y).dtype(), real(x).dtype());
        return Cumulative.TRAPEZOID.apply(new Reductions.Axis(y.shape().axis(axis), false), cast(y, t), cast(x, t));
    }

    /** How many over the axes are not 0, as {@code int32}; none means all axes. */
    public static Tensor countNonzero(Tensor x, int... axes) {
        return Statistics.COUNT_NONZERO.apply(Reductions.Axes.of(x.shape(), axes, false), x);
    }

    /** The mean over the axes; none means all. */
    public static Tensor average(Tensor x, int... axes) {
        return mean(x, axes, false);
    }

    /** The mean over the axes, none meaning all, each element counted by its weight; a single axis may have a vector of weights. */
    public static Tensor average(Tensor x, Tensor weights, int... axes) {
        DType t = DType.promote(real(x).dtype(), real(weights).dtype());
        return Statistics.AVERAGE.apply(Reductions.Axes.of(x.shape(), axes, false), cast(x, t), cast(weights, t));
    }

    /** Mean and variance over the axes; none means all. */
    public static List<Tensor> moments(Tensor x, int[] axes, boolean keepDims) {
        return List.of(mean(x, axes, keepDims), var(x, axes, keepDims));
    }

    /** The largest less the smallest over the axes; none means all. */
    public static Tensor ptp(Tensor x, int[] axes, boolean keepDims) {
        return Statistics.PTP.apply(Reductions.Axes.of(x.shape(), axes, keepDims), x);
    }

    /** x, scaled so that its norm of this order along an axis is 1; no norm below {@code 1e-7} is divided by. */
    public static Tensor normalize(Tensor x, int axis, int order) {
        return normalize(x, axis, order, 1e-7);
    }

    /** x, scaled so that its norm of this order along an axis is 1; no norm below epsilon is divided by. */
    public static Tensor normalize(Tensor x, int axis, int order, double epsilon) {
        if (order < 1) {
            throw new ConfigException("normalize: the order must be at least 1. Received: " + order + ".");
        }
        return Statistics.NORMALIZE.apply(new Statistics.Norm(x.shape().axis(axis), order, epsilon), real(x));
    }

    /** The middle of the sorted elements over the axes, or the mean of the two in the middle; none means all. */
    public static Tensor median(Tensor x, int[] axes, boolean keepDims) {
        return quantile(x, 0.5, axes, keepDims);
    }

    /** What stands at this part of the way, from 0 to 1, through the sorted elements over the axes; none means all. */
    public static Tensor quantile(Tensor x, double part, int[] axes, boolean keepDims) {
        return Quantiles.QUANTILE.apply(one("quantile", x, part, axes, keepDims, Quantiles.Method.LINEAR), real(x));
    }

    /** As {@link #quantile}, by another way to choose between two elements. */
    public static Tensor quantile(Tensor x, double part, int[] axes, boolean keepDims, Quantiles.Method method) {
        return Quantiles.QUANTILE.apply(one("quantile", x, part, axes, keepDims, method), real(x));
    }

    /** Several quantiles, as a new axis in front. */
    public static Tensor quantile(Tensor x, double[] parts, int[] axes, boolean keepDims, Quantiles.Method method) {
        return Quantiles.QUANTILE.apply(several("quantile", x, parts, axes, keepDims, method), real(x));
    }

    /** As {@link #quantile}, in percent. */
    public static Tensor percentile(Tensor x, double percent, int[] axes, boolean keepDims) {
        return Quantiles.QUANTILE.apply(
                one("percentile", x, percent / 100, axes, keepDims, Quantiles.Method.LINEAR), real(x));
    }

    /** As {@link #median}, of what is not NaN. */
    public static Tensor nanmedian(Tensor x, int[] axes, boolean keepDims) {
        return nanquantile(x, 0.5, axes, keepDims);
    }

    /** As {@link #quantile}, of what is not NaN. */
    public static Tensor nanquantile(Tensor x, double part, int[] axes, boolean keepDims) {
        return Quantiles.NANQUANTILE.apply(
                one("nanquantile", x, part, axes, keepDims, Quantiles.Method.LINEAR), real(x));
    }

    /** Several quantiles of what is not NaN, as a new axis in front. */
    public static Tensor nanquantile(Tensor x, double[] parts, int[] axes, boolean keepDims, Quantiles.Method method) {
        return Quantiles.NANQUANTILE.apply(several("nanquantile", x, parts, axes, keepDims, method), real(x));
    }

    /** As {@link #percentile}, of what is not NaN. */
    public static Tensor nanpercentile(Tensor x, double percent, int[] axes, boolean keepDims) {
        return Quantiles.NANQUANTILE.apply(
                one("nanpercentile", x, percent / 100, axes, keepDims, Quantiles.Method.LINEAR), real(x));
    }

    /** The sum of what is not NaN over the axes; none means all. */
    public static Tensor nansum(Tensor x, int[] axes, boolean keepDims) {
        return x.dtype().isFloating()
                ? NanReductions.NANSUM.apply(Reductions.Axes.of(x.shape(), axes, keepDims), x)
                : sum(x, axes, keepDims);
    }

    /** The product of what is not NaN over the axes; none means all. */
    public static Tensor nanprod(Tensor x, int[] axes, boolean keepDims) {
        return x.dtype().isFloating()
                ? NanReductions.NANPROD.apply(Reductions.Axes.of(x.shape(), axes, keepDims), x)
                : prod(x, axes, keepDims);
    }

    /** The largest of what is not NaN over the axes; none means all. */
    public static Tensor nanmax(Tensor x, int[] axes, boolean keepDims) {
        return x.dtype().isFloating()
                ? NanReductions.NANMAX.apply(Reductions.Axes.of(x.shape(), axes, keepDims), x)
                : max(x, axes, keepDims);
    }

    /** The smallest of what is not NaN over the axes; none means all. */
    public static Tensor nanmin(Tensor x, int[] axes, boolean keepDims) {
        return x.dtype().isFloating()
                ? NanReductions.NANMIN.apply(Reductions.Axes.of(x.shape(), axes, keepDims), x)
                : min(x, axes, keepDims);
    }

    /** The mean of what is not NaN over the axes; none means all. */
    public static Tensor nanmean(Tensor x, int[] axes, boolean keepDims) {
        return NanReductions.NANMEAN.apply(Reductions.Axes.of(x.shape(), axes, keepDims), real(x));
    }

    /** The variance of what is not NaN over the axes; none means all. */
    public static Tensor nanvar(Tensor x, int[] axes, boolean keepDims) {
        return NanReductions.NANVAR.apply(Reductions.Axes.of(x.shape(), axes, keepDims), real(x));
    }

    /** The square root of the variance of what is not NaN over the axes; none means all. */
    public static Tensor nanstd(Tensor x, int[] axes, boolean keepDims) {
        return NanReductions.NANSTD.apply(Reductions.Axes.of(x.shape(), axes, keepDims), real(x));
    }

    /** The index of the first largest along an axis that is not NaN; -1 if all are. */
    public static Tensor nanargmax(Tensor x, int axis) {
        return x.dtype().isFloating()
                ? NanReductions.NANARGMAX.apply(new Reductions.Axis(x.shape().axis(axis), false), x)
                : argmax(x, axis);
    }

    /** The index of the first smallest along an axis that is not NaN; -1 if all are. */
    public static Tensor nanargmin(Tensor x, int axis) {
        return x.dtype().isFloating()
                ? NanReductions.NANARGMIN.apply(new Reductions.Axis(x.shape().axis(axis), false), x)
                : argmin(x, axis);
    }

    /** The largest over the axes; none means all. */
    public static Tensor max(Tensor x, int[] axes, boolean keepDims) {
        return Reductions.MAX.apply(Reductions.Axes.of(x.shape(), axes, keepDims), x);
    }

    /** The smallest over the axes; none means all. */
    public static Tensor min(Tensor x, int[] axes, boolean keepDims) {
        return Reductions.MIN.apply(Reductions.Axes.of(x.shape(), axes, keepDims), x);
    }

    /** The largest over the axes; another name of {@link #max}. */
    public static Tensor amax(Tensor x, int[] axes, boolean keepDims) {
        return max(x, axes, keepDims);
    }

    /** The smallest over the axes; another name of {@link #min}. */
    public static Tensor amin(Tensor x, int[] axes, boolean keepDims) {
        return min(x, axes, keepDims);
    }

    /** Whether any is true over the axes; none means all axes. */
    public static Tensor any(Tensor x, int[] axes, boolean keepDims) {
        return Reductions.ANY.apply(Reductions.Axes.of(x.shape(), axes, keepDims), cast(x, DType.BOOL));
    }

    /** Whether all are true over the axes; none means all axes. */
    public static Tensor all(Tensor x, int[] axes, boolean keepDims) {
        return Reductions.ALL.apply(Reductions.Axes.of(x.shape(), axes, keepDims), cast(x, DType.BOOL));
    }

    /** Whether all of a and b differ by no more than {@code 1e-8 + 1e-5 · |b|}, as one truth value. */
    public static Tensor allClose(Tensor a, Tensor b) {
        return allClose(a, b, 1e-5, 1e-8, false);
    }

    /** Whether all of a and b differ by no more than {@code atol + rtol · |b|}, as one truth value. */
    public static Tensor allClose(Tensor a, Tensor b, double rtol, double atol, boolean equalNan) {
        return all(isClose(a, b, rtol, atol, equalNan), new int[] {}, false);
    }

    /** The index of the first largest along an axis. */
    public static Tensor argmax(Tensor x, int axis) {
        return Reductions.ARGMAX.apply(new Reductions.Axis(x.shape().axis(axis), false), x);
    }

    /** The index of the first smallest along an axis. */
    public static Tensor argmin(Tensor x, int axis) {
        return Reductions.ARGMIN.apply(new Reductions.Axis(x.shape().axis(axis), false), x);
    }

    private static Reductions.Growing growing(Tensor x, int axis) {
        return new Reductions.Growing(x.shape().axis(axis), false);
    }

    private static Quantiles.Quantile one(
            String op, Tensor x, double part, int[] axes, boolean keepDims, Quantiles.Method method) {
        Quantiles.Quantile q = several(op, x, new double[] {part}, axes, keepDims, method);
        return new Quantiles.Quantile(q.parts(), true, q.axes(), method);
    }

    private static Quantiles.Quantile several(
            String op, Tensor x, double[] parts, int[] axes, boolean keepDims, Quantiles.Method method) {
        for (double p : parts) {
            if (!(p >= 0 && p <= 1)) {
                throw new ConfigException(
                        op + ": the part must be from 0 to 1 (0 to 100 in percent). Received: " + p + ".");
            }
        }
        return new Quantiles.Quantile(
                Arrays.stream(parts).boxed().toList(), false, Reductions.Axes.of(x.shape(), axes, keepDims), method);
    }
}
