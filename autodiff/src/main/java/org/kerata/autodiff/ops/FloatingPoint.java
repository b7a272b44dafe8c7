package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Pointwise;

/** What floating-point numbers need besides plain arithmetic: roots and lengths, steps, exponents, neighbours, and what replaces NaN. */
public final class FloatingPoint {
    private FloatingPoint() {}

    /** The cube root, also of negative numbers. */
    public static final Op<NoAttributes> CBRT = Op.plain("cbrt")
            .shape((in, a) -> Rules.floating(in))
            .pointwise(() -> Pointwise.unary(Math::cbrt).slowInJava())
            .gradient1((dy, x, y) -> dy.div(Ops.square(y).times(3)))
            .build();

    /** {@code √(a² + b²)} without overflow; its gradient where both are 0 is 0. */
    public static final Op<NoAttributes> HYPOT = reals("hypot", Pointwise.binary(Math::hypot))
            .gradient(g -> grads(
                    g.dy().times(Ops.divideNoNan(g.in(0), g.out())), g.dy().times(Ops.divideNoNan(g.in(1), g.out()))))
            .build();

    /** 0 where a is negative, 1 where it is positive, b where it is 0. */
    public static final Op<NoAttributes> HEAVISIDE = reals(
                    "heaviside", Pointwise.binary((a, b) -> a < 0 ? 0 : a > 0 ? 1 : a == 0 ? b : Double.NaN))
            .gradient(g -> grads(null, Ops.where(g.in(0).equal(0), g.dy(), Ops.zerosLike(g.dy()))))
            .build();

    /** The larger of a and b, NaN only if both are; the gradient of a tie goes to b. */
    public static final Op<NoAttributes> FMAX = Op.plain("fmax")
            .shape((in, a) -> Rules.broadcast(in))
            .definition((in, a) -> chosen(in.get(0).greater(in.get(1)), in))
            .build();

    /** The smaller of a and b, NaN only if both are; the gradient of a tie goes to b. */
    public static final Op<NoAttributes> FMIN = Op.plain("fmin")
            .shape((in, a) -> Rules.broadcast(in))
            .definition((in, a) -> chosen(in.get(0).less(in.get(1)), in))
            .build();

    /** {@code a · 2ᵇ} for whole b, exact but for overflow and underflow. */
    public static final Op<NoAttributes> LDEXP = reals("ldexp", Pointwise.binary((a, b) -> Math.scalb(a, (int) b)))
            .gradient(g -> grads(FloatingPoint.LDEXP.apply(NoAttributes.NONE, g.dy(), g.in(1)), null))
            .build();

    /** The number of this type next to a in the direction of b. */
    public static final Op<Arithmetic.To> NEXTAFTER = Op.<Arithmetic.To>named("nextafter")
            .shape((in, a) -> {
                in.forEach(Rules::requireFloating);
                return Rules.broadcast(in);
            })
            .pointwise(a -> a.dtype() == DType.FLOAT32
                    ? Pointwise.binary((x, to) -> Math.nextAfter((float) x, to))
                    : Pointwise.binary(Math::nextAfter))
            .noGradient()
            .build();

    /** What stands for numbers that are none. */
    public record Replaced(double nan, double positiveInfinity, double negativeInfinity) {}

    /** Finite numbers as they are, the others replaced; the gradient passes where nothing was. */
    public static final Op<Replaced> NAN_TO_NUM = Op.<Replaced>named("nan_to_num")
            .shape((in, a) -> Rules.floating(in))
            .pointwise(a -> Pointwise.unary(x -> Double.isNaN(x)
                    ? a.nan
                    : Double.isInfinite(x) ? (x > 0 ? a.positiveInfinity : a.negativeInfinity) : x))
            .gradient(g -> grads(Ops.where(Ops.isFinite(g.in(0)), g.dy(), Ops.zerosLike(g.dy()))))
            .build();

    /** How many digits behind the point are kept; negative counts round in front of it. */
    public record Decimals(int decimals) {}

    /** The nearest number with so many decimals. */
    public static final Op<Decimals> ROUND_TO = Op.<Decimals>named("round_to")
            .shape((in, a) -> Rules.floating(in))
            .definition((in, a) -> {
                double factor = Math.pow(10, a.decimals);
                return List.of(Ops.round(in.get(0).times(factor)).div(factor));
            })
            .build();

    private static List<Tensor> chosen(Tensor first, List<Tensor> in) {
        return List.of(Ops.where(Ops.logicalOr(first, Ops.isNan(in.get(1))), in.get(0), in.get(1)));
    }

    private static Op.Builder<NoAttributes> reals(String name, Pointwise p) {
        return Op.plain(name)
                .shape((in, a) -> {
                    in.forEach(Rules::requireFloating);
                    return Rules.broadcast(in);
                })
                .pointwise(() -> p);
    }
}
