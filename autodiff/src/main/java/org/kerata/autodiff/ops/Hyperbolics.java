package org.kerata.autodiff.ops;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Pointwise;

/**
 * Hyperbolic functions and their inverses, element by element, on floating-point tensors; {@link Elementwise#TANH} is among the
 * exponentials.
 */
public final class Hyperbolics {
    /** From here on {@code x² ± 1} is {@code x²}, and its root x. */
    private static final double LARGE = 1e8;

    private static final double LOG_2 = Math.log(2);

    private Hyperbolics() {}

    /** {@code (eˣ - e⁻ˣ) / 2}. */
    public static final Op<NoAttributes> SINH = real(
                    "sinh", Pointwise.unary(Math::sinh).slowInJava())
            .gradient1((dy, x, y) -> dy.times(Ops.cosh(x)))
            .build();

    /** {@code (eˣ + e⁻ˣ) / 2}. */
    public static final Op<NoAttributes> COSH = real(
                    "cosh", Pointwise.unary(Math::cosh).slowInJava())
            .gradient1((dy, x, y) -> dy.times(Ops.sinh(x)))
            .build();

    /** The inverse of {@link #SINH}. */
    public static final Op<NoAttributes> ARCSINH = real(
                    "arcsinh", Pointwise.unary(Hyperbolics::arcsinh).slowInJava())
            .gradient1((dy, x, y) -> dy.times(Ops.rsqrt(Ops.square(x).plus(1))))
            .build();

    /** The inverse of {@link #COSH} from 1 on; NaN below. */
    public static final Op<NoAttributes> ARCCOSH = real(
                    "arccosh", Pointwise.unary(Hyperbolics::arccosh).slowInJava())
            .gradient1((dy, x, y) -> dy.times(Ops.rsqrt(x.minus(1).times(x.plus(1)))))
            .build();

    /** The inverse of {@link Elementwise#TANH} within ±1; NaN beyond. */
    public static final Op<NoAttributes> ARCTANH = real(
                    "arctanh",
                    Pointwise.unary(x -> 0.5 * (Math.log1p(x) - Math.log1p(-x))).slowInJava())
            .gradient1((dy, x, y) -> dy.div(Trigonometry.oneMinusSquare(x)))
            .build();

    private static double arcsinh(double x) {
        double a = Math.abs(x);
        double y = a > LARGE ? Math.log(a) + LOG_2 : Math.log1p(a + a * a / (1 + Math.sqrt(1 + a * a)));
        return Math.copySign(y, x);
    }

    private static double arccosh(double x) {
        double t = x < 1 ? Double.NaN : x - 1;
        return x > LARGE ? Math.log(x) + LOG_2 : Math.log1p(t + Math.sqrt(t * (t + 2)));
    }

    private static Op.Builder<NoAttributes> real(String name, Pointwise p) {
        return Op.plain(name).shape((in, a) -> Rules.floating(in)).pointwise(() -> p);
    }
}
