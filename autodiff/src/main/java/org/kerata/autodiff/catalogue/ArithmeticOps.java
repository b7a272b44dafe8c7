package org.kerata.autodiff.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.ops.Arithmetic;
import org.kerata.autodiff.ops.FloatingPoint;
import org.kerata.autodiff.ops.Shaping;

/** Arithmetic, and what brings operands to a common type. */
public abstract class ArithmeticOps {
    /** For ops without settings. */
    protected static final NoAttributes NONE = NoAttributes.NONE;

    /** Not made: its methods are static. */
    protected ArithmeticOps() {}

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

    /** {@code a / b}; another name of {@link #divide}. */
    public static Tensor trueDivide(Tensor a, Tensor b) {
        return divide(a, b);
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

    /** The remainder, with the sign of a. */
    public static Tensor fmod(Tensor a, Tensor b) {
        return binary(Arithmetic.FMOD, counted(a), counted(b));
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

    /** The larger of the two, NaN only if both are. */
    public static Tensor fmax(Tensor a, Tensor b) {
        return binary(FloatingPoint.FMAX, a, b);
    }

    /** The smaller of the two, NaN only if both are. */
    public static Tensor fmin(Tensor a, Tensor b) {
        return binary(FloatingPoint.FMIN, a, b);
    }

    /** {@code √(a² + b²)}. */
    public static Tensor hypot(Tensor a, Tensor b) {
        return real(FloatingPoint.HYPOT, a, b);
    }

    /** 0 where a is negative, 1 where it is positive, b where it is 0. */
    public static Tensor heaviside(Tensor a, Tensor b) {
        return real(FloatingPoint.HEAVISIDE, a, b);
    }

    /**
     * {@code x · 2ⁿ}.
     *
     * @throws ShapeException unless the exponents are integers
     */
    public static Tensor ldexp(Tensor x, Tensor exponents) {
        if (!exponents.dtype().isInteger()) {
            throw new ShapeException(
                    "ldexp: The exponents must be int32 or int64. Received: " + exponents.spec() + ".");
        }
        return real(FloatingPoint.LDEXP, x, exponents);
    }

    /** The number next to a in the direction of b. */
    public static Tensor nextafter(Tensor a, Tensor b) {
        DType t = DType.promote(a.dtype(), b.dtype());
        DType r = t.isFloating() ? t : DType.FLOAT32;
        return FloatingPoint.NEXTAFTER.apply(new Arithmetic.To(r), cast(a, r), cast(b, r));
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

    /** {@code |x|}, of integers as a real number. */
    public static Tensor fabs(Tensor x) {
        return absolute(real(x));
    }

    /** -1, 0 or 1. */
    public static Tensor sign(Tensor x) {
        return Arithmetic.SIGN.apply(NONE, x);
    }

    /** {@code x²}. */
    public static Tensor square(Tensor x) {
        return Arithmetic.SQUARE.apply(NONE, counted(x));
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

    /** The cube root. */
    public static Tensor cbrt(Tensor x) {
        return FloatingPoint.CBRT.apply(NONE, real(x));
    }

    /** The next integer below, as a real number. */
    public static Tensor floor(Tensor x) {
        return Arithmetic.FLOOR.apply(NONE, real(x));
    }

    /** The next integer above, as a real number. */
    public static Tensor ceil(Tensor x) {
        return Arithmetic.CEIL.apply(NONE, real(x));
    }

    /** The next integer towards 0, in the type of x. */
    public static Tensor trunc(Tensor x) {
        return Arithmetic.TRUNC.apply(NONE, x);
    }

    /** The nearest integer; halves go to the even one. */
    public static Tensor round(Tensor x) {
        return Arithmetic.ROUND.apply(NONE, x);
    }

    /** The nearest number with so many decimals; a negative count rounds in front of the point. */
    public static Tensor round(Tensor x, int decimals) {
        return decimals == 0 ? round(x) : FloatingPoint.ROUND_TO.apply(new FloatingPoint.Decimals(decimals), real(x));
    }

    /** NaN as 0, infinities as the largest numbers of the type. */
    public static Tensor nanToNum(Tensor x) {
        double largest = x.dtype() == DType.FLOAT64 ? Double.MAX_VALUE : Float.MAX_VALUE;
        return nanToNum(x, 0, largest, -largest);
    }

    /** NaN and the infinities as these numbers. */
    public static Tensor nanToNum(Tensor x, double nan, double positiveInfinity, double negativeInfinity) {
        return x.dtype().isFloating()
                ? FloatingPoint.NAN_TO_NUM.apply(new FloatingPoint.Replaced(nan, positiveInfinity, negativeInfinity), x)
                : x;
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

    /** The elements as another type; what it cannot hold becomes the nearest that it can. */
    public static Tensor saturateCast(Tensor x, DType to) {
        return x.dtype() == to ? x : Arithmetic.SATURATE_CAST.apply(new Arithmetic.To(to), x);
    }

    /** The same values, through which no gradient flows. */
    public static Tensor stopGradient(Tensor x) {
        return Arithmetic.STOP_GRADIENT.apply(NONE, x);
    }

    /** The same values. */
    public static Tensor identity(Tensor x) {
        return Shaping.IDENTITY.apply(NONE, x);
    }

    // ---- for the classes that follow ----

    /** An op on two operands of any types, brought to a common one. */
    protected static Tensor binary(Op<NoAttributes> op, Tensor a, Tensor b) {
        DType t = DType.promote(a.dtype(), b.dtype());
        return op.apply(NONE, cast(a, t), cast(b, t));
    }

    /** An op on two operands of any types, brought to a common floating one. */
    protected static Tensor real(Op<NoAttributes> op, Tensor a, Tensor b) {
        DType t = DType.promote(a.dtype(), b.dtype());
        DType r = t.isFloating() ? t : DType.FLOAT32;
        return op.apply(NONE, cast(a, r), cast(b, r));
    }

    /** The same values in a floating type. */
    protected static Tensor real(Tensor x) {
        return x.dtype().isFloating() ? x : cast(x, DType.FLOAT32);
    }

    /** Truth values as the {@code int32} numbers 0 and 1, others as they are. */
    protected static Tensor counted(Tensor x) {
        return x.dtype() == DType.BOOL ? cast(x, DType.INT32) : x;
    }

    /** The tensors in a common type. */
    protected static List<Tensor> common(List<Tensor> tensors) {
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

    /** The first of at least one tensor. */
    protected static Tensor first(String op, List<Tensor> tensors) {
        if (tensors.isEmpty()) {
            throw new ShapeException(op + ": at least one tensor is needed.");
        }
        return tensors.get(0);
    }
}
