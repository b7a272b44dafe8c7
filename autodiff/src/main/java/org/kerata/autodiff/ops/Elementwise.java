package org.kerata.autodiff.ops;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_exp;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_log;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh;

import org.apache.commons.math3.special.Erf;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Pointwise;

/** Exponentials, logarithms and their kin, element by element, on floating-point tensors. */
public final class Elementwise {
    private Elementwise() {}

    /** {@code eᵃ}. */
    public static final Op<NoAttributes> EXP = real(
                    "exp",
                    Pointwise.unary(Math::exp).eltwise(dnnl_eltwise_exp, 0, 0).slowInJava())
            .gradient1((dy, x, y) -> dy.times(y))
            .build();

    /** {@code eᵃ - 1}, exact near 0. */
    public static final Op<NoAttributes> EXPM1 = real(
                    "expm1", Pointwise.unary(Math::expm1).slowInJava())
            .gradient1((dy, x, y) -> dy.times(y.plus(1)))
            .build();

    /** The natural logarithm; -∞ at 0, NaN below. */
    public static final Op<NoAttributes> LOG = real(
                    "log",
                    Pointwise.unary(Math::log).eltwise(dnnl_eltwise_log, 0, 0).slowInJava())
            .gradient1((dy, x, y) -> dy.div(x))
            .build();

    /** {@code log(1 + a)}, exact near 0. */
    public static final Op<NoAttributes> LOG1P = real(
                    "log1p", Pointwise.unary(Math::log1p).slowInJava())
            .gradient1((dy, x, y) -> dy.div(x.plus(1)))
            .build();

    /** The hyperbolic tangent. */
    public static final Op<NoAttributes> TANH = real(
                    "tanh",
                    Pointwise.unary(Math::tanh).eltwise(dnnl_eltwise_tanh, 0, 0).slowInJava())
            .gradient1((dy, x, y) -> dy.times(Ops.square(y).unaryMinus().plus(1)))
            .build();

    /** {@code 1 / (1 + e⁻ᵃ)}. */
    public static final Op<NoAttributes> SIGMOID = real(
                    "sigmoid",
                    Pointwise.unary(a -> 1 / (1 + Math.exp(-a)))
                            .eltwise(dnnl_eltwise_logistic, 0, 0)
                            .slowInJava())
            .gradient1((dy, x, y) -> dy.times(y).times(y.unaryMinus().plus(1)))
            .build();

    /** The error function. */
    public static final Op<NoAttributes> ERF = real(
                    "erf", Pointwise.unary(Erf::erf).slowInJava())
            .gradient1(
                    (dy, x, y) -> dy.times(Ops.exp(Ops.square(x).unaryMinus())).times(2 / Math.sqrt(Math.PI)))
            .build();

    /** The inverse of the error function, on (-1, 1). */
    public static final Op<NoAttributes> ERFINV = real(
                    "erfinv", Pointwise.unary(Erf::erfInv).slowInJava())
            .gradient1((dy, x, y) -> dy.times(Ops.exp(Ops.square(y))).times(Math.sqrt(Math.PI) / 2))
            .build();

    /** The sine of an angle in radians. */
    public static final Op<NoAttributes> SIN = real(
                    "sin", Pointwise.unary(Math::sin).slowInJava())
            .gradient1((dy, x, y) -> dy.times(Ops.cos(x)))
            .build();

    /** The cosine of an angle in radians. */
    public static final Op<NoAttributes> COS = real(
                    "cos", Pointwise.unary(Math::cos).slowInJava())
            .gradient1((dy, x, y) -> dy.times(Ops.sin(x)).unaryMinus())
            .build();

    private static Op.Builder<NoAttributes> real(String name, Pointwise p) {
        return Op.plain(name).shape((in, a) -> Rules.floating(in)).pointwise(() -> p);
    }
}
