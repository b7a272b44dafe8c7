package org.kerata.autodiff;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.ops.Arithmetic;
import org.kerata.autodiff.ops.Comparisons;
import org.kerata.autodiff.ops.Elementwise;
import org.kerata.autodiff.ops.LinearAlgebra;
import org.kerata.autodiff.ops.Reductions;
import org.kerata.autodiff.ops.Shaping;

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
            throw new ConfigException("clip: the lower bound must not be above the upper one. Received: " + low + " and " + high + ".");
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

    /** A further axis of length 1 at this place. */
    public static Tensor expandDims(Tensor x, int axis) {
        int a = axis < 0 ? axis + x.rank() + 1 : axis;
        long[] d = x.shape().dims();
        long[] out = new long[d.length + 1];
        for (int i = 0; i < out.length; i++) {
            out[i] = i == a ? 1 : d[i < a ? i : i - 1];
        }
        return reshape(x, out);
    }

    /** Without an axis of length 1. */
    public static Tensor squeeze(Tensor x, int axis) {
        if (x.shape().dim(axis) != 1) {
            throw new ShapeException("squeeze: axis " + axis + " of shape " + x.shape() + " must have length 1.");
        }
        return reshape(x, x.shape().without(axis).dims());
    }

    // ---- constants ----

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
        return full(x.shape(), 0, x.dtype());
    }

    /** Ones like x. */
    public static Tensor onesLike(Tensor x) {
        return full(x.shape(), 1, x.dtype());
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

    /** The part at an index of the first axis. */
    static Tensor get(Tensor x, long index) {
        throw new UnsupportedOperationException(index + " of " + x);
    }

    static List<Tensor> list(Tensor... t) {
        return new ArrayList<>(List.of(t));
    }
}
