package org.kerata.autodiff.ops;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_exp;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_log;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh;
import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.apache.commons.math3.special.Erf;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Pointwise;

/** Exponentials, logarithms and their kin, element by element, on floating-point tensors. */
public final class Elementwise {
    private static final double LOG_2 = Math.log(2);

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

    /** {@code 1 - erf(a)}, exact where that is tiny. */
    public static final Op<NoAttributes> ERFC = real(
                    "erfc", Pointwise.unary(Erf::erfc).slowInJava())
            .gradient1(
                    (dy, x, y) -> dy.times(Ops.exp(Ops.square(x).unaryMinus())).times(-2 / Math.sqrt(Math.PI)))
            .build();

    /** {@code 2ᵃ}. */
    public static final Op<NoAttributes> EXP2 = real(
                    "exp2", Pointwise.unary(a -> Math.pow(2, a)).slowInJava())
            .gradient1((dy, x, y) -> dy.times(y).times(LOG_2))
            .build();

    /** The logarithm to base 2. */
    public static final Op<NoAttributes> LOG2 = logarithm("log2", LOG_2);

    /** The logarithm to base 10. */
    public static final Op<NoAttributes> LOG10 = logarithm("log10", Math.log(10));

    /** {@code log(eᵃ + eᵇ)}, without overflow. */
    public static final Op<NoAttributes> LOGADDEXP = reals(
                    "logaddexp", Pointwise.binary((a, b) -> added(a, b, 1)).slowInJava())
            .gradient(g -> shared(g, 1))
            .build();

    /** {@code log₂(2ᵃ + 2ᵇ)}, without overflow. */
    public static final Op<NoAttributes> LOGADDEXP2 = reals(
                    "logaddexp2", Pointwise.binary((a, b) -> added(a, b, LOG_2)).slowInJava())
            .gradient(g -> shared(g, LOG_2))
            .build();

    /** The modified Bessel function of the first kind and order 0. */
    public static final Op<NoAttributes> I0 = real(
                    "i0", Pointwise.unary(Bessel::i0).slowInJava())
            .gradient1((dy, x, y) -> dy.times(Elementwise.I1.apply(NoAttributes.NONE, x)))
            .build();

    /** The modified Bessel function of the first kind and order 1; its gradient is {@code I₀(a) - I₁(a) / a}, and half at 0. */
    public static final Op<NoAttributes> I1 = real(
                    "i1", Pointwise.unary(Bessel::i1).slowInJava())
            .gradient1((dy, x, y) -> {
                Tensor zero = x.equal(0);
                Tensor ratio = y.div(Ops.where(zero, Ops.onesLike(x), x));
                return dy.times(I0.apply(NoAttributes.NONE, x).minus(Ops.where(zero, Ops.fullLike(x, 0.5), ratio)));
            })
            .build();

    /** The logarithm of a sum of powers of {@code e^scale}. */
    private static double added(double a, double b, double scale) {
        double d = a == b ? 0 : Math.abs(a - b);
        return Math.max(a, b) + Math.log1p(Math.exp(-d * scale)) / scale;
    }

    private static List<@Nullable Tensor> shared(Adjoint<NoAttributes> g, double scale) {
        Tensor share = Ops.sigmoid(g.in(0).minus(g.in(1)).times(scale));
        return grads(g.dy().times(share), g.dy().times(share.unaryMinus().plus(1)));
    }

    private static Op<NoAttributes> logarithm(String name, double ofBase) {
        return Op.plain(name)
                .shape((in, a) -> Rules.floating(in))
                .definition((in, a) -> List.of(Ops.log(in.get(0)).times(1 / ofBase)))
                .build();
    }

    private static Op.Builder<NoAttributes> reals(String name, Pointwise p) {
        return Op.plain(name)
                .shape((in, a) -> {
                    in.forEach(Rules::requireFloating);
                    return Rules.broadcast(in);
                })
                .pointwise(() -> p);
    }

    private static Op.Builder<NoAttributes> real(String name, Pointwise p) {
        return Op.plain(name).shape((in, a) -> Rules.floating(in)).pointwise(() -> p);
    }
}
