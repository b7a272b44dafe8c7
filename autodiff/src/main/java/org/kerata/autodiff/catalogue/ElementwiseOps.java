package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Elementwise;
import org.kerata.autodiff.ops.Hyperbolics;
import org.kerata.autodiff.ops.Trigonometry;

/** Exponentials and their kin, trigonometric and hyperbolic functions. */
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

    /** {@code 1 - erf(x)}, exact where that is tiny. */
    public static Tensor erfc(Tensor x) {
        return Elementwise.ERFC.apply(NONE, real(x));
    }

    /** {@code 2ˣ}. */
    public static Tensor exp2(Tensor x) {
        return Elementwise.EXP2.apply(NONE, real(x));
    }

    /** The logarithm to base 2. */
    public static Tensor log2(Tensor x) {
        return Elementwise.LOG2.apply(NONE, real(x));
    }

    /** The logarithm to base 10. */
    public static Tensor log10(Tensor x) {
        return Elementwise.LOG10.apply(NONE, real(x));
    }

    /** {@code log(eᵃ + eᵇ)}. */
    public static Tensor logaddexp(Tensor a, Tensor b) {
        return real(Elementwise.LOGADDEXP, a, b);
    }

    /** {@code log₂(2ᵃ + 2ᵇ)}. */
    public static Tensor logaddexp2(Tensor a, Tensor b) {
        return real(Elementwise.LOGADDEXP2, a, b);
    }

    /** The modified Bessel function of the first kind and order 0. */
    public static Tensor i0(Tensor x) {
        return Elementwise.I0.apply(NONE, real(x));
    }

    /** The sine. */
    public static Tensor sin(Tensor x) {
        return Trigonometry.SIN.apply(NONE, real(x));
    }

    /** The cosine. */
    public static Tensor cos(Tensor x) {
        return Trigonometry.COS.apply(NONE, real(x));
    }

    /** The tangent. */
    public static Tensor tan(Tensor x) {
        return Trigonometry.TAN.apply(NONE, real(x));
    }

    /** The angle with this sine. */
    public static Tensor arcsin(Tensor x) {
        return Trigonometry.ARCSIN.apply(NONE, real(x));
    }

    /** The angle with this cosine. */
    public static Tensor arccos(Tensor x) {
        return Trigonometry.ARCCOS.apply(NONE, real(x));
    }

    /** The angle with this tangent. */
    public static Tensor arctan(Tensor x) {
        return Trigonometry.ARCTAN.apply(NONE, real(x));
    }

    /** The angle of the point (x, y), from -π to π. */
    public static Tensor arctan2(Tensor y, Tensor x) {
        return real(Trigonometry.ARCTAN2, y, x);
    }

    /** {@code sin(πx) / (πx)}, and 1 at 0. */
    public static Tensor sinc(Tensor x) {
        return Trigonometry.SINC.apply(NONE, real(x));
    }

    /** Degrees in radians. */
    public static Tensor deg2rad(Tensor x) {
        return Trigonometry.DEG2RAD.apply(NONE, real(x));
    }

    /** Radians in degrees. */
    public static Tensor rad2deg(Tensor x) {
        return Trigonometry.RAD2DEG.apply(NONE, real(x));
    }

    /** The hyperbolic sine. */
    public static Tensor sinh(Tensor x) {
        return Hyperbolics.SINH.apply(NONE, real(x));
    }

    /** The hyperbolic cosine. */
    public static Tensor cosh(Tensor x) {
        return Hyperbolics.COSH.apply(NONE, real(x));
    }

    /** The inverse of {@link #sinh}. */
    public static Tensor arcsinh(Tensor x) {
        return Hyperbolics.ARCSINH.apply(NONE, real(x));
    }

    /** The inverse of {@link #cosh}, from 1 on. */
    public static Tensor arccosh(Tensor x) {
        return Hyperbolics.ARCCOSH.apply(NONE, real(x));
    }

    /** The inverse of {@link #tanh}, within ±1. */
    public static Tensor arctanh(Tensor x) {
        return Hyperbolics.ARCTANH.apply(NONE, real(x));
    }
}
