package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Comparisons;
import org.kerata.autodiff.ops.Integers;

/** Comparisons, truth values and bits. */
public abstract class ComparisonOps extends ArithmeticOps {
    /** Not made: its methods are static. */
    protected ComparisonOps() {}

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

    /** Whether x is positive infinity. */
    public static Tensor isPosInf(Tensor x) {
        return Comparisons.IS_POS_INF.apply(NONE, x);
    }

    /** Whether x is negative infinity. */
    public static Tensor isNegInf(Tensor x) {
        return Comparisons.IS_NEG_INF.apply(NONE, x);
    }

    /** Whether the sign of x is negative, also that of -0. */
    public static Tensor signbit(Tensor x) {
        return Comparisons.SIGNBIT.apply(NONE, x);
    }

    /** Whether a and b differ by no more than {@code 1e-8 + 1e-5 · |b|}. */
    public static Tensor isClose(Tensor a, Tensor b) {
        return isClose(a, b, 1e-5, 1e-8, false);
    }

    /** Whether a and b differ by no more than {@code atol + rtol · |b|}; whether NaN is near NaN, is said. */
    public static Tensor isClose(Tensor a, Tensor b, double rtol, double atol, boolean equalNan) {
        DType t = DType.promote(a.dtype(), b.dtype());
        return Comparisons.IS_CLOSE.apply(new Comparisons.Nearness(rtol, atol, equalNan), cast(a, t), cast(b, t));
    }

    /** The bits that both have; of truth values, {@link #logicalAnd}. */
    public static Tensor bitwiseAnd(Tensor a, Tensor b) {
        return areTruth(a, b) ? logicalAnd(a, b) : binary(Integers.BITWISE_AND, a, b);
    }

    /** The bits that either has; of truth values, {@link #logicalOr}. */
    public static Tensor bitwiseOr(Tensor a, Tensor b) {
        return areTruth(a, b) ? logicalOr(a, b) : binary(Integers.BITWISE_OR, a, b);
    }

    /** The bits that exactly one has; of truth values, {@link #logicalXor}. */
    public static Tensor bitwiseXor(Tensor a, Tensor b) {
        return areTruth(a, b) ? logicalXor(a, b) : binary(Integers.BITWISE_XOR, a, b);
    }

    /** All bits turned over; of truth values, {@link #logicalNot}. */
    public static Tensor bitwiseInvert(Tensor x) {
        return x.dtype() == DType.BOOL ? logicalNot(x) : Integers.BITWISE_INVERT.apply(NONE, x);
    }

    /** All bits turned over; another name of {@link #bitwiseInvert}. */
    public static Tensor bitwiseNot(Tensor x) {
        return bitwiseInvert(x);
    }

    /** a with its bits moved up by b. */
    public static Tensor leftShift(Tensor a, Tensor b) {
        return binary(Integers.LEFT_SHIFT, counted(a), counted(b));
    }

    /** Another name of {@link #leftShift}. */
    public static Tensor bitwiseLeftShift(Tensor a, Tensor b) {
        return leftShift(a, b);
    }

    /** a with its bits moved down by b; the sign stays. */
    public static Tensor rightShift(Tensor a, Tensor b) {
        return binary(Integers.RIGHT_SHIFT, counted(a), counted(b));
    }

    /** Another name of {@link #rightShift}. */
    public static Tensor bitwiseRightShift(Tensor a, Tensor b) {
        return rightShift(a, b);
    }

    /** The greatest common divisor of integers. */
    public static Tensor gcd(Tensor a, Tensor b) {
        return binary(Integers.GCD, a, b);
    }

    /** The least common multiple of integers. */
    public static Tensor lcm(Tensor a, Tensor b) {
        return binary(Integers.LCM, a, b);
    }

    /** Elements of {@code a} where the condition is true, else of {@code b}. */
    public static Tensor where(Tensor condition, Tensor a, Tensor b) {
        DType t = DType.promote(a.dtype(), b.dtype());
        return Comparisons.WHERE.apply(NONE, cast(condition, DType.BOOL), cast(a, t), cast(b, t));
    }

    private static boolean areTruth(Tensor a, Tensor b) {
        return a.dtype() == DType.BOOL && b.dtype() == DType.BOOL;
    }
}
