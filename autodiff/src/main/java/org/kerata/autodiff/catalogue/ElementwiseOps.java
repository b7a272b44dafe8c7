package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Elementwise;

/** Exponentials and their kin. */
public abstract class ElementwiseOps extends ComparisonOps {
    /** Not made: its methods are static. */
    protected ElementwiseOps() {}

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
}
