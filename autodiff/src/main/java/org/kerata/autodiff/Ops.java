package org.kerata.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.ops.Activations;
import org.kerata.autodiff.ops.Arithmetic;
import org.kerata.autodiff.ops.Comparisons;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.CrossEntropies;
import org.kerata.autodiff.ops.Elementwise;
import org.kerata.autodiff.ops.LinearAlgebra;
import org.kerata.autodiff.ops.Lookups;
import org.kerata.autodiff.ops.Normalizations;
import org.kerata.autodiff.ops.Pooling;
import org.kerata.autodiff.ops.Randoms;
import org.kerata.autodiff.ops.Reductions;
import org.kerata.autodiff.ops.Shaping;
import org.kerata.autodiff.ops.Slice;
import org.kerata.autodiff.ops.Structure;

/**
 * The operations on tensors, under Keras's names. Each line is one op; what it computes, its gradient and its kernels stand in the
 * families of {@link org.kerata.autodiff.ops}. Operands of arithmetic and comparisons are broadcast as in NumPy and brought to a common
 * type as in Keras.
 */
public final class Ops {
    private static final NoAttributes NONE = NoAttributes.NONE;

    private Ops() {}

    // ---- arithmetic ----

    /** {@code a + b}. */
    public static Tensor add(Tensor a, Tensor b) {
        return binary(Arithmetic.ADD, a, b);
    }

    /** {@code a - b}. */
    public static Tensor subtract(Tensor a, Tensor b) {
        return binary(Arithmetic.SUBTRACT, a, b);
    }

    /** {@code a · b}. */
    public static Tensor multiply(Tensor a, Tensor b) {
        return binary(Arithmetic.MULTIPLY, a, b);
    }

    /** {@code a / b}; integers give {@code float32}. */
    public static Tensor divide(Tensor a, Tensor b) {
        return real(Arithmetic.DIVIDE, a, b);
    }

    /** {@code a / b}, and 0 where b is 0. */
    public static Tensor divideNoNan(Tensor a, Tensor b) {
        return real(Arithmetic.DIVIDE_NO_NAN, a, b);
    }

    /** {@code floor(a / b)}. */
    public static Tensor floorDivide(Tensor a, Tensor b) {
        return binary(Arithmetic.FLOOR_DIVIDE, a, b);
    }

    /** The remainder, with the sign of b. */
    public static Tensor mod(Tensor a, Tensor b) {
        return binary(Arithmetic.MOD, a, b);
    }

    /** {@code a} to the power {@code b}. */
    public static Tensor power(Tensor a, Tensor b) {
        return binary(Arithmetic.POWER, a, b);
    }

    /** The larger of the two. */
    public static Tensor maximum(Tensor a, Tensor b) {
        return binary(Arithmetic.MAXIMUM, a, b);
    }

    /** The smaller of the two. */
    public static Tensor minimum(Tensor a, Tensor b) {
        return binary(Arithmetic.MINIMUM, a, b);
    }

    /** {@code -x}. */
    public static Tensor negative(Tensor x) {
        return Arithmetic.NEGATIVE.apply(NONE, x);
    }

    /** {@code |x|}. */
    public static Tensor absolute(Tensor x) {
        return Arithmetic.ABSOLUTE.apply(NONE, x);
    }

    /** {@code |x|}. */
    public static Tensor abs(Tensor x) {
        return absolute(x);
    }

    /** -1, 0 or 1. */
    public static Tensor sign(Tensor x) {
        return Arithmetic.SIGN.apply(NONE, x);
    }

    /** {@code x²}. */
    public static Tensor square(Tensor x) {
        return Arithmetic.SQUARE.apply(NONE, x);
    }

    /** The square root. */
    public static Tensor sqrt(Tensor x) {
        return Arithmetic.SQRT.apply(NONE, real(x));
    }

    /** {@code 1 / √x}. */
    public static Tensor rsqrt(Tensor x) {
        return Arithmetic.RSQRT.apply(NONE, real(x));
    }

    /** {@code 1 / x}. */
    public static Tensor reciprocal(Tensor x) {
        return Arithmetic.RECIPROCAL.apply(NONE, real(x));
    }

    /** The next integer below. */
    public static Tensor floor(Tensor x) {
        return Arithmetic.FLOOR.apply(NONE, x);
    }

    /** The next integer above. */
    public static Tensor ceil(Tensor x) {
        return Arithmetic.CEIL.apply(NONE, x);
    }

    /** The nearest integer; halves go to the even one. */
    public static Tensor round(Tensor x) {
        return Arithmetic.ROUND.apply(NONE, x);
    }

    /** x, no less than {@code low} and no more than {@code high}. */
    public static Tensor clip(Tensor x, double low, double high) {
        if (!(low <= high)) {
            throw new ConfigException(
                    "clip: the lower bound must not be above the upper one. Received: " + low + " and " + high + ".");
        }
        return Arithmetic.CLIP.apply(new Arithmetic.Bounds(low, high), x);
    }

    /** The elements as another type. */
    public static Tensor cast(Tensor x, DType to) {
        return x.dtype() == to ? x : Arithmetic.CAST.apply(new Arithmetic.To(to), x);
    }

    /** The same values, through which no gradient flows. */
    public static Tensor stopGradient(Tensor x) {
        return Arithmetic.STOP_GRADIENT.apply(NONE, x);
    }

    /** The same values. */
    public static Tensor identity(Tensor x) {
        return Shaping.IDENTITY.apply(NONE, x);
    }

    // ---- comparisons and truth values ----

    /** Whether a equals b. */
    public static Tensor equal(Tensor a, Tensor b) {
        return binary(Comparisons.EQUAL, a, b);
    }

    /** Whether a differs from b. */
    public static Tensor notEqual(Tensor a, Tensor b) {
        return binary(Comparisons.NOT_EQUAL, a, b);
    }

    /** Whether {@code a < b}. */
    public static Tensor less(Tensor a, Tensor b) {
        return binary(Comparisons.LESS, a, b);
    }

    /** Whether {@code a ≤ b}. */
    public static Tensor lessEqual(Tensor a, Tensor b) {
        return binary(Comparisons.LESS_EQUAL, a, b);
    }

    /** Whether {@code a > b}. */
    public static Tensor greater(Tensor a, Tensor b) {
        return binary(Comparisons.GREATER, a, b);
    }

    /** Whether {@code a ≥ b}. */
    public static Tensor greaterEqual(Tensor a, Tensor b) {
        return binary(Comparisons.GREATER_EQUAL, a, b);
    }

    /** Whether both are true. */
    public static Tensor logicalAnd(Tensor a, Tensor b) {
        return Comparisons.LOGICAL_AND.apply(NONE, cast(a, DType.BOOL), cast(b, DType.BOOL));
    }

    /** Whether either is true. */
    public static Tensor logicalOr(Tensor a, Tensor b) {
        return Comparisons.LOGICAL_OR.apply(NONE, cast(a, DType.BOOL), cast(b, DType.BOOL));
    }

    /** Whether exactly one is true. */
    public static Tensor logicalXor(Tensor a, Tensor b) {
        return Comparisons.LOGICAL_XOR.apply(NONE, cast(a, DType.BOOL), cast(b, DType.BOOL));
    }

    /** The opposite truth value. */
    public static Tensor logicalNot(Tensor x) {
        return Comparisons.LOGICAL_NOT.apply(NONE, cast(x, DType.BOOL));
    }

    /** Whether x is neither infinite nor NaN. */
    public static Tensor isFinite(Tensor x) {
        return Comparisons.IS_FINITE.apply(NONE, x);
    }

    /** Whether x is NaN. */
    public static Tensor isNan(Tensor x) {
        return Comparisons.IS_NAN.apply(NONE, x);
    }

    /** Whether x is infinite. */
    public static Tensor isInf(Tensor x) {
        return Comparisons.IS_INF.apply(NONE, x);
    }

    /** Elements of {@code a} where the condition is true, else of {@code b}. */
    public static Tensor where(Tensor condition, Tensor a, Tensor b) {
        DType t = DType.promote(a.dtype(), b.dtype());
        return Comparisons.WHERE.apply(NONE, cast(condition, DType.BOOL), cast(a, t), cast(b, t));
    }

    // ---- exponentials and their kin ----

    /** {@code eˣ}. */
    public static Tensor exp(Tensor x) {
        return Elementwise.EXP.apply(NONE, real(x));
    }

    /** {@code eˣ - 1}. */
    public static Tensor expm1(Tensor x) {
        return Elementwise.EXPM1.apply(NONE, real(x));
    }

    /** The natural logarithm. */
    public static Tensor log(Tensor x) {
        return Elementwise.LOG.apply(NONE, real(x));
    }

    /** {@code log(1 + x)}. */
    public static Tensor log1p(Tensor x) {
        return Elementwise.LOG1P.apply(NONE, real(x));
    }

    /** The hyperbolic tangent. */
    public static Tensor tanh(Tensor x) {
        return Elementwise.TANH.apply(NONE, real(x));
    }

    /** {@code 1 / (1 + e⁻ˣ)}. */
    public static Tensor sigmoid(Tensor x) {
        return Elementwise.SIGMOID.apply(NONE, real(x));
    }

    /** The error function. */
    public static Tensor erf(Tensor x) {
        return Elementwise.ERF.apply(NONE, real(x));
    }

    /** The inverse of the error function. */
    public static Tensor erfinv(Tensor x) {
        return Elementwise.ERFINV.apply(NONE, real(x));
    }

    /** The sine. */
    public static Tensor sin(Tensor x) {
        return Elementwise.SIN.apply(NONE, real(x));
    }

    /** The cosine. */
    public static Tensor cos(Tensor x) {
        return Elementwise.COS.apply(NONE, real(x));
    }

    // ---- activations ----

    /** {@code max(x, 0)}. */
    public static Tensor relu(Tensor x) {
        return x.dtype().isFloating()
                ? Activations.RELU.apply(Activations.Relu.PLAIN, x)
                : maximum(x, Tensor.scalar(0, DType.INT32));
    }

    /** x above the threshold and up to the maximum; below the threshold, the slope times the distance from it. */
    public static Tensor relu(Tensor x, double negativeSlope, double maxValue, double threshold) {
        return Activations.RELU.apply(new Activations.Relu(negativeSlope, maxValue, threshold), real(x));
    }

    /** x between 0 and 6. */
    public static Tensor relu6(Tensor x) {
        return Activations.RELU6.apply(NONE, real(x));
    }

    /** x, and below 0 the slope times x. */
    public static Tensor leakyRelu(Tensor x, double negativeSlope) {
        return Activations.LEAKY_RELU.apply(new Activations.Leaky(negativeSlope), real(x));
    }

    /** x, and below 0 {@code alpha · (eˣ - 1)}. */
    public static Tensor elu(Tensor x, double alpha) {
        return Activations.ELU.apply(new Activations.Elu(alpha), real(x));
    }

    /** The self-normalising exponential unit. */
    public static Tensor selu(Tensor x) {
        return Activations.SELU.apply(NONE, real(x));
    }

    /** x times the normal distribution function at x; approximately, by tanh. */
    public static Tensor gelu(Tensor x, boolean approximate) {
        return Activations.GELU.apply(new Activations.Gelu(approximate), real(x));
    }

    /** {@code x · sigmoid(x)}. */
    public static Tensor silu(Tensor x) {
        return Activations.SILU.apply(NONE, real(x));
    }

    /** {@code log(1 + eˣ)}. */
    public static Tensor softplus(Tensor x) {
        return Activations.SOFTPLUS.apply(NONE, real(x));
    }

    /** {@code eˣ}, scaled to the sum 1 along an axis. */
    public static Tensor softmax(Tensor x, int axis) {
        return Activations.SOFTMAX.apply(new Activations.AlongAxis(x.shape().axis(axis)), real(x));
    }

    /** The logarithm of softmax. */
    public static Tensor logSoftmax(Tensor x, int axis) {
        return Activations.LOG_SOFTMAX.apply(new Activations.AlongAxis(x.shape().axis(axis)), real(x));
    }

    // ---- convolutions and pooling, channels last ----

    /** The convolution of x {@code (n, …, channels)} with a kernel {@code (…, channels / groups, filters)}. */
    public static Tensor conv(Tensor x, Tensor kernel, Convolutions.Convolution how) {
        return Convolutions.CONV.apply(how, x, kernel);
    }

    /** The gradient of a convolution with respect to an input of the given shape. */
    public static Tensor convTranspose(Tensor x, Tensor kernel, Convolutions.Convolution how, Shape output) {
        return Convolutions.CONV_BACKWARD_INPUT.apply(new Convolutions.BackwardInput(how, output), x, kernel);
    }

    /** The convolution of each channel with kernels of its own, {@code (…, channels, multiplier)}; the groups are set here. */
    public static Tensor depthwiseConv(Tensor x, Tensor kernel, Convolutions.Convolution how) {
        return Convolutions.DEPTHWISE_CONV.apply(how.groups(kernel.shape().intDim(-2)), x, kernel);
    }

    /** The largest of each window of x {@code (n, …, channels)}. */
    public static Tensor maxPool(Tensor x, Pooling.Pool how) {
        return Pooling.MAX_POOL.apply(how, x);
    }

    /** The mean of each window of x {@code (n, …, channels)}; padding does not count. */
    public static Tensor averagePool(Tensor x, Pooling.Pool how) {
        return Pooling.AVERAGE_POOL.apply(how, x);
    }

    // ---- normalisation and cross-entropies ----

    /** The batch normalised over all axes but the last, its mean, and its variance. */
    public static List<Tensor> batchNorm(Tensor x, Tensor gamma, Tensor beta, double epsilon) {
        return Normalizations.BATCH_NORM.apply(new Normalizations.BatchNorm(epsilon), List.of(x, gamma, beta));
    }

    /** For labels {@code (…)} and logits {@code (…, classes)}: the loss of each row. */
    public static Tensor sparseSoftmaxCrossEntropy(Tensor labels, Tensor logits) {
        return CrossEntropies.SPARSE_SOFTMAX_CROSS_ENTROPY.apply(
                CrossEntropies.SparseCrossEntropy.PLAIN, labels, logits);
    }

    /** For targets and logits of one shape {@code (…, classes)}: the loss of each row. */
    public static Tensor softmaxCrossEntropy(Tensor targets, Tensor logits) {
        return CrossEntropies.SOFTMAX_CROSS_ENTROPY.apply(NONE, cast(targets, logits.dtype()), logits);
    }

    /** For targets and logits of one shape: the loss of a sigmoid, element by element. */
    public static Tensor sigmoidCrossEntropy(Tensor targets, Tensor logits) {
        return CrossEntropies.SIGMOID_CROSS_ENTROPY.apply(NONE, cast(targets, logits.dtype()), logits);
    }

    // ---- reductions ----

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

    /** The index of the first largest along an axis. */
    public static Tensor argmax(Tensor x, int axis) {
        return Reductions.ARGMAX.apply(new Reductions.Axis(x.shape().axis(axis), false), x);
    }

    /** The index of the first smallest along an axis. */
    public static Tensor argmin(Tensor x, int axis) {
        return Reductions.ARGMIN.apply(new Reductions.Axis(x.shape().axis(axis), false), x);
    }

    // ---- lookups ----

    /** The parts of x at these indices of an axis; negative indices count from the end. */
    public static Tensor take(Tensor x, Tensor indices, int axis) {
        return Lookups.GATHER.apply(new Lookups.Along(x.shape().axis(axis), true), x, indices);
    }

    /** For each index the element at that place of its own line along the axis. */
    public static Tensor takeAlongAxis(Tensor x, Tensor indices, int axis) {
        return Lookups.TAKE_ALONG_AXIS.apply(new Lookups.Along(x.shape().axis(axis), true), x, indices);
    }

    /** 1 at the index and 0 elsewhere, along a new axis; an index out of range gives zeros. */
    public static Tensor oneHot(Tensor indices, int classes, int axis, DType dtype) {
        int a = axis < 0 ? axis + indices.rank() + 1 : axis;
        return Lookups.ONE_HOT.apply(new Lookups.Vectors(classes, a, dtype), indices);
    }

    // ---- products ----

    /** The matrix product; vectors count as a row before and a column behind. */
    public static Tensor matmul(Tensor a, Tensor b) {
        DType t = DType.promote(a.dtype(), b.dtype());
        Tensor x = cast(a, t);
        Tensor y = cast(b, t);
        if (x.rank() == 1 && y.rank() == 1) {
            return sum(multiply(x, y), new int[] {0}, false);
        }
        if (x.rank() == 1) {
            Tensor row = LinearAlgebra.matmul(expandDims(x, 0), y, false, false);
            return squeeze(row, row.rank() - 2);
        }
        if (y.rank() == 1) {
            return squeeze(LinearAlgebra.matmul(x, expandDims(y, 1), false, false), -1);
        }
        return LinearAlgebra.matmul(x, y, false, false);
    }

    // ---- shapes ----

    /** The same elements under another shape; one axis may be -1. */
    public static Tensor reshape(Tensor x, long... shape) {
        return Shaping.RESHAPE.apply(new Shaping.Target(Shape.of(shape)), x);
    }

    /** Axes of length 1 stretched, and axes added in front. */
    public static Tensor broadcastTo(Tensor x, Shape shape) {
        return Shaping.BROADCAST_TO.apply(new Shaping.Target(shape), x);
    }

    /** The axes in another order; none given means reversed. */
    public static Tensor transpose(Tensor x, int... axes) {
        return Shaping.TRANSPOSE.apply(Shaping.order(x.shape(), axes), x);
    }

    /** A further axis of length 1 at this place of the result; -1 is the last. */
    public static Tensor expandDims(Tensor x, int axis) {
        return Shaping.EXPAND_DIMS.apply(new Shaping.NewAxis(axis < 0 ? axis + x.rank() + 1 : axis), x);
    }

    /** Without these axes, which must have length 1; none given means all such. */
    public static Tensor squeeze(Tensor x, int... axes) {
        return Shaping.SQUEEZE.apply(Shaping.ones(x.shape(), axes), x);
    }

    /** All but the first axis as one: {@code (n, …)} becomes {@code (n, features)}. */
    public static Tensor flatten(Tensor x) {
        return x.rank() == 1 ? expandDims(x, 1) : Shaping.FLATTEN.apply(new Shaping.Range(1, x.rank()), x);
    }

    /** All elements in a row. */
    public static Tensor ravel(Tensor x) {
        return Shaping.FLATTEN.apply(new Shaping.Range(0, x.rank()), x);
    }

    /** The axes a and b in each other's place. */
    public static Tensor swapaxes(Tensor x, int a, int b) {
        int[] order = new int[x.rank()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        order[x.shape().axis(a)] = x.shape().axis(b);
        order[x.shape().axis(b)] = x.shape().axis(a);
        return transpose(x, order);
    }

    // ---- parts and wholes ----

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

    /** The lower triangle of the last two axes, up to a diagonal; zeros above. */
    public static Tensor tril(Tensor x, int diagonal) {
        return Structure.TRIANGLE.apply(new Structure.Triangle(diagonal, false), x);
    }

    /** The upper triangle of the last two axes, from a diagonal; zeros below. */
    public static Tensor triu(Tensor x, int diagonal) {
        return Structure.TRIANGLE.apply(new Structure.Triangle(diagonal, true), x);
    }

    // ---- random draws; the key is an int64 tensor [seed, counter] ----

    /** Evenly distributed numbers from 0 to below 1. */
    public static Tensor randomUniform(Tensor key, long... shape) {
        return Randoms.RANDOM_UNIFORM.apply(new Randoms.Draw(Shape.of(shape), 0), key);
    }

    /** Normally distributed numbers of mean 0 and deviation 1. */
    public static Tensor randomNormal(Tensor key, long... shape) {
        return Randoms.RANDOM_NORMAL.apply(new Randoms.Draw(Shape.of(shape), 0), key);
    }

    /** Normally distributed numbers of which only those from -2 to 2 exist. */
    public static Tensor truncatedNormal(Tensor key, long... shape) {
        return Randoms.TRUNCATED_NORMAL.apply(new Randoms.Draw(Shape.of(shape), 0), key);
    }

    /** Evenly distributed integers from {@code low} to below {@code high}, as {@code int32}. */
    public static Tensor randomInt(Tensor key, long low, long high, long... shape) {
        if (!(low < high) || high - low > 1L << 32) {
            throw new ConfigException(
                    "randomInt: the upper bound must be above the lower one, by at most 2^32. Received: " + low
                            + " and " + high + ".");
        }
        return Randoms.RANDOM_INT.apply(new Randoms.DrawInt(Shape.of(shape), 0, low, high, DType.INT32), key);
    }

    /** x with elements set to 0 at this rate and the others divided by the rest of it. */
    public static Tensor dropout(Tensor x, double rate, Tensor key) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new ConfigException("dropout: the rate must be from 0 to 1. Received: " + rate + ".");
        }
        return Randoms.DROPOUT.apply(new Randoms.Dropped(rate, null, 0), x, key);
    }

    /** The parts of x along an axis in random order. */
    public static Tensor shuffle(Tensor x, int axis, Tensor key) {
        return Randoms.SHUFFLE.apply(new Randoms.Shuffled(x.shape().axis(axis), 0), x, key);
    }

    // ---- constants ----

    /** The integers 0 to {@code n - 1}, as {@code int32}. */
    public static Tensor arange(int n) {
        int[] v = new int[n];
        for (int i = 0; i < n; i++) {
            v[i] = i;
        }
        return Tensor.of(v);
    }

    /** Ones on the main diagonal of an n × m matrix, zeros elsewhere. */
    public static Tensor eye(int n, int m) {
        return oneHot(arange(n), m, -1, DType.FLOAT32);
    }

    /** A tensor full of one number. */
    public static Tensor full(Shape shape, double value, DType dtype) {
        return broadcastTo(Tensor.scalar(value, dtype), shape);
    }

    /** Zeros of this shape. */
    public static Tensor zeros(long... shape) {
        return full(Shape.of(shape), 0, DType.FLOAT32);
    }

    /** Ones of this shape. */
    public static Tensor ones(long... shape) {
        return full(Shape.of(shape), 1, DType.FLOAT32);
    }

    /** Zeros like x. */
    public static Tensor zerosLike(Tensor x) {
        return fullLike(x, 0);
    }

    /** Ones like x. */
    public static Tensor onesLike(Tensor x) {
        return fullLike(x, 1);
    }

    /** A tensor like x, full of one number. */
    public static Tensor fullLike(Tensor x, double value) {
        return x.shape().isKnown()
                ? full(x.shape(), value, x.dtype())
                : Shaping.FULL_LIKE.apply(new Shaping.Fill(value), x);
    }

    private static Tensor binary(Op<NoAttributes> op, Tensor a, Tensor b) {
        DType t = DType.promote(a.dtype(), b.dtype());
        return op.apply(NONE, cast(a, t), cast(b, t));
    }

    private static Tensor real(Op<NoAttributes> op, Tensor a, Tensor b) {
        DType t = DType.promote(a.dtype(), b.dtype());
        DType r = t.isFloating() ? t : DType.FLOAT32;
        return op.apply(NONE, cast(a, r), cast(b, r));
    }

    private static Tensor real(Tensor x) {
        return x.dtype().isFloating() ? x : cast(x, DType.FLOAT32);
    }

    private static List<Tensor> common(List<Tensor> tensors) {
        DType t = tensors.isEmpty() ? DType.FLOAT32 : tensors.get(0).dtype();
        for (Tensor x : tensors) {
            t = DType.promote(t, x.dtype());
        }
        List<Tensor> out = new ArrayList<>();
        for (Tensor x : tensors) {
            out.add(cast(x, t));
        }
        return out;
    }

    private static Tensor first(String op, List<Tensor> tensors) {
        if (tensors.isEmpty()) {
            throw new ShapeException(op + ": at least one tensor is needed.");
        }
        return tensors.get(0);
    }
}
