package org.kerata.autodiff.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Margins;
import org.kerata.autodiff.ops.Quantiles;
import org.kerata.autodiff.ops.Shaping;

/** Ops with fewer arguments, the others being Keras's defaults, and with those arguments of Keras that are seldom given. */
public abstract class DefaultOps extends ControlOps {
    private static final int[] ALL = {};

    /** Not made: its methods are static. */
    protected DefaultOps() {}

    /** The sum of all elements. */
    public static Tensor sum(Tensor x) {
        return sum(x, ALL, false);
    }

    /** The mean of all elements. */
    public static Tensor mean(Tensor x) {
        return mean(x, ALL, false);
    }

    /** The product of all elements. */
    public static Tensor prod(Tensor x) {
        return prod(x, ALL, false);
    }

    /** The product over the axes, computed in a type. */
    public static Tensor prod(Tensor x, int[] axes, boolean keepDims, DType dtype) {
        return prod(cast(x, dtype), axes, keepDims);
    }

    /** The largest element. */
    public static Tensor max(Tensor x) {
        return max(x, ALL, false);
    }

    /** The largest over the axes and of a number; none means all axes. */
    public static Tensor max(Tensor x, int[] axes, boolean keepDims, double initial) {
        return maximum(max(x, axes, keepDims), Tensor.scalar(initial, x.dtype()));
    }

    /** The smallest element. */
    public static Tensor min(Tensor x) {
        return min(x, ALL, false);
    }

    /** The smallest over the axes and of a number; none means all axes. */
    public static Tensor min(Tensor x, int[] axes, boolean keepDims, double initial) {
        return minimum(min(x, axes, keepDims), Tensor.scalar(initial, x.dtype()));
    }

    /** The standard deviation of all elements. */
    public static Tensor std(Tensor x) {
        return std(x, ALL, false);
    }

    /** The variance of all elements. */
    public static Tensor var(Tensor x) {
        return var(x, ALL, false);
    }

    /** The logarithm of the sum of the exponentials of all elements. */
    public static Tensor logsumexp(Tensor x) {
        return logsumexp(x, ALL, false);
    }

    /** Whether any element is true. */
    public static Tensor any(Tensor x) {
        return any(x, ALL, false);
    }

    /** Whether all elements are true. */
    public static Tensor all(Tensor x) {
        return all(x, ALL, false);
    }

    /** The index of the first largest of all elements in row-major order. */
    public static Tensor argmax(Tensor x) {
        return argmax(ravel(x), 0);
    }

    /** The index of the first largest along an axis, which may stay with length 1. */
    public static Tensor argmax(Tensor x, int axis, boolean keepDims) {
        return kept(argmax(x, axis), x, axis, keepDims);
    }

    /** The index of the first smallest of all elements in row-major order. */
    public static Tensor argmin(Tensor x) {
        return argmin(ravel(x), 0);
    }

    /** The index of the first smallest along an axis, which may stay with length 1. */
    public static Tensor argmin(Tensor x, int axis, boolean keepDims) {
        return kept(argmin(x, axis), x, axis, keepDims);
    }

    /** As {@link #nanargmax(Tensor, int)}, with an axis that may stay with length 1. */
    public static Tensor nanargmax(Tensor x, int axis, boolean keepDims) {
        return kept(nanargmax(x, axis), x, axis, keepDims);
    }

    /** As {@link #nanargmin(Tensor, int)}, with an axis that may stay with length 1. */
    public static Tensor nanargmin(Tensor x, int axis, boolean keepDims) {
        return kept(nanargmin(x, axis), x, axis, keepDims);
    }

    private static Tensor kept(Tensor y, Tensor x, int axis, boolean keepDims) {
        return keepDims ? expandDims(y, x.shape().axis(axis)) : y;
    }

    /** At each element in row-major order the sum of all up to there. */
    public static Tensor cumsum(Tensor x) {
        return cumsum(ravel(x), 0);
    }

    /** At each place of an axis the sum of all elements up to there, computed in a type. */
    public static Tensor cumsum(Tensor x, int axis, DType dtype) {
        return cumsum(cast(x, dtype), axis);
    }

    /** At each element in row-major order the product of all up to there. */
    public static Tensor cumprod(Tensor x) {
        return cumprod(ravel(x), 0);
    }

    /** At each place of an axis the product of all elements up to there, computed in a type. */
    public static Tensor cumprod(Tensor x, int axis, DType dtype) {
        return cumprod(cast(x, dtype), axis);
    }

    /** Each element of the last axis less the one before it. */
    public static Tensor diff(Tensor x) {
        return diff(x, 1, -1);
    }

    /** The area below straight lines between the elements of the last axis, a distance of 1 apart. */
    public static Tensor trapezoid(Tensor y) {
        return trapezoid(y, 1, -1);
    }

    /** Quantiles in percent, as a new axis in front. */
    public static Tensor percentile(
            Tensor x, double[] percents, int[] axes, boolean keepDims, Quantiles.Method method) {
        return quantile(x, parts(percents), axes, keepDims, method);
    }

    /** Quantiles in percent of what is not NaN, as a new axis in front. */
    public static Tensor nanpercentile(
            Tensor x, double[] percents, int[] axes, boolean keepDims, Quantiles.Method method) {
        return nanquantile(x, parts(percents), axes, keepDims, method);
    }

    private static double[] parts(double[] percents) {
        double[] out = percents.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] /= 100;
        }
        return out;
    }

    /** The elements of the last axis in ascending order, NaN last. */
    public static Tensor sort(Tensor x) {
        return sort(x, -1);
    }

    /** The indices that bring the last axis into ascending order. */
    public static Tensor argsort(Tensor x) {
        return argsort(x, -1);
    }

    /** Each element not below its lower bound and not above its upper one; the bounds are broadcast. */
    public static Tensor clip(Tensor x, Tensor low, Tensor high) {
        return minimum(maximum(x, low), high);
    }

    /** The tensor with a border of zeros: for each axis the widths in front and behind. */
    public static Tensor pad(Tensor x, int[][] widths) {
        return pad(x, widths, 0);
    }

    /**
     * The tensor with a border that is made of itself: for each axis the widths in front and behind.
     *
     * @param mode "edge", "reflect", "symmetric" or "wrap"
     */
    public static Tensor pad(Tensor x, int[][] widths, String mode) {
        Margins.Mode m = Margins.Mode.of(mode);
        if (m == null) {
            throw new ConfigException("pad: the mode must be " + Margins.Mode.ALLOWED
                    + ", or a number for \"constant\". Received: \"" + mode + "\".");
        }
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int[] w : widths) {
            before.add(w[0]);
            after.add(w[1]);
        }
        return Margins.PAD_AROUND.apply(new Margins.Widths(before, after, m), x);
    }

    /** The lower triangle of the last two axes. */
    public static Tensor tril(Tensor x) {
        return tril(x, 0);
    }

    /** The upper triangle of the last two axes. */
    public static Tensor triu(Tensor x) {
        return triu(x, 0);
    }

    /** Tensors one behind the other along the last axis. */
    public static Tensor concatenate(List<Tensor> tensors) {
        return concatenate(tensors, -1);
    }

    /** Tensors of one shape beside each other along a new first axis. */
    public static Tensor stack(List<Tensor> tensors) {
        return stack(tensors, 0);
    }

    /** The plane of the first two axes turned by 90 degrees, from the first towards the second. */
    public static Tensor rot90(Tensor x) {
        return rot90(x, 1);
    }

    /** 1 at the index and 0 elsewhere, along a new last axis, as {@code float32}. */
    public static Tensor oneHot(Tensor indices, int classes) {
        return oneHot(indices, classes, -1, DType.FLOAT32);
    }

    /** As {@link #multiHot(Tensor, int)}, along an axis of {@link #oneHot}'s, in a type. */
    public static Tensor multiHot(Tensor indices, int classes, int axis, DType dtype) {
        int many = indices.rank() > 1 ? 1 : 0;
        return cast(max(oneHot(indices, classes, axis, DType.FLOAT32), new int[] {many}, false), dtype);
    }

    /** Zeros of the shape of x in a type. */
    public static Tensor zerosLike(Tensor x, DType dtype) {
        return fullLike(x, 0, dtype);
    }

    /** Ones of the shape of x in a type. */
    public static Tensor onesLike(Tensor x, DType dtype) {
        return fullLike(x, 1, dtype);
    }

    /** A number of a type in the shape of x. */
    public static Tensor fullLike(Tensor x, double value, DType dtype) {
        return x.shape().isKnown() || x.dtype() == dtype
                ? fullLike(cast(x, dtype), value)
                : Shaping.FULL_LIKE.apply(new Shaping.Fill(value, dtype), x);
    }

    /**
     * For each pair of elements (broadcast) so many powers of the base from one exponent to the other along a new axis at this place; with
     * {@code !endpoint} the second would be the next.
     */
    public static Tensor logspace(Tensor start, Tensor stop, int num, boolean endpoint, double base, int axis) {
        Tensor exponents = linspace(start, stop, num, endpoint, axis);
        return power(Tensor.scalar(base, exponents.dtype()), exponents);
    }

    /** For each axis of the shape of a tensor its vector of a grid, the first two swapped, as Keras does by default. */
    public static List<Tensor> meshgrid(List<Tensor> vectors) {
        return meshgrid(vectors, "xy");
    }
}
