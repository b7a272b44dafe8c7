package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Comparisons;

/** Comparisons and truth values. */
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

    /** Elements of {@code a} where the condition is true, else of {@code b}. */
    public static Tensor where(Tensor condition, Tensor a, Tensor b) {
        DType t = DType.promote(a.dtype(), b.dtype());
        return Comparisons.WHERE.apply(NONE, cast(condition, DType.BOOL), cast(a, t), cast(b, t));
    }
}
