package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Reductions;

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
        return Reductions.PROD.apply(Reductions.Axes.of(x.shape(), axes, keepDims), x);
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
        return Reductions.CUMSUM.apply(new Reductions.Growing(x.shape().axis(axis), false), x);
    }

    /** The largest over the axes; none means all. */
    public static Tensor max(Tensor x, int[] axes, boolean keepDims) {
        return Reductions.MAX.apply(Reductions.Axes.of(x.shape(), axes, keepDims), x);
    }

    /** The smallest over the axes; none means all. */
    public static Tensor min(Tensor x, int[] axes, boolean keepDims) {
        return Reductions.MIN.apply(Reductions.Axes.of(x.shape(), axes, keepDims), x);
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
}
