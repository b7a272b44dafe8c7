package org.kerata.autodiff.ops;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_abs;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_clip;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_sqrt;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_square;
import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Pointwise;
import org.kerata.autodiff.internal.kernels.Loops;

/** Elementwise arithmetic; shapes follow NumPy broadcasting, operands of one type. */
public final class Arithmetic {
    private Arithmetic() {}

    /** {@code a + b}. */
    public static final Op<NoAttributes> ADD = binary(
                    "add",
                    Pointwise.binary((a, b) -> a + b).whole((a, b, c) -> a + b).loop(Loops::add))
            .gradient(g -> grads(g.dy(), g.dy()))
            .build();

    /** {@code a - b}. */
    public static final Op<NoAttributes> SUBTRACT = binary(
                    "subtract",
                    Pointwise.binary((a, b) -> a - b).whole((a, b, c) -> a - b).loop(Loops::subtract))
            .gradient(g -> grads(g.dy(), g.dy().unaryMinus()))
            .build();

    /** {@code a · b}. */
    public static final Op<NoAttributes> MULTIPLY = binary(
                    "multiply",
                    Pointwise.binary((a, b) -> a * b).whole((a, b, c) -> a * b).loop(Loops::multiply))
            .gradient(g -> grads(g.dy().times(g.in(1)), g.dy().times(g.in(0))))
            .build();

    /** {@code a / b}, of reals. */
    public static final Op<NoAttributes> DIVIDE = binary(
                    "divide", Pointwise.binary((a, b) -> a / b).loop(Loops::divide))
            .gradient(g -> grads(
                    g.dy().div(g.in(1)), g.dy().times(g.out()).div(g.in(1)).unaryMinus()))
            .build();

    /** {@code a / b}, and 0 where b is 0. */
    public static final Op<NoAttributes> DIVIDE_NO_NAN = binary(
                    "divide_no_nan", Pointwise.binary((a, b) -> b == 0 ? 0 : a / b))
            .gradient(g -> grads(
                    Ops.divideNoNan(g.dy(), g.in(1)),
                    Ops.divideNoNan(g.dy().times(g.out()), g.in(1)).unaryMinus()))
            .build();

    /** The larger of a and b; NaN if either is. At a tie the gradient goes to both in halves. */
    public static final Op<NoAttributes> MAXIMUM = binary(
                    "maximum",
                    Pointwise.binary(Math::max)
                            .whole((a, b, c) -> Math.max(a, b))
                            .loop(Loops::maximum))
            .gradient(g -> grads(g.dy().times(share(g.in(0), g.in(1))), g.dy().times(share(g.in(1), g.in(0)))))
            .build();

    /** The smaller of a and b; NaN if either is. At a tie the gradient goes to both in halves. */
    public static final Op<NoAttributes> MINIMUM = binary(
                    "minimum",
                    Pointwise.binary(Math::min)
                            .whole((a, b, c) -> Math.min(a, b))
                            .loop(Loops::minimum))
            .gradient(g -> grads(g.dy().times(share(g.in(1), g.in(0))), g.dy().times(share(g.in(0), g.in(1)))))
            .build();

    /** {@code a} to the power {@code b}. */
    public static final Op<NoAttributes> POWER = binary(
                    "power", Pointwise.binary(Arithmetic::realPower).whole((a, b, c) -> wholePower(a, b)))
            .gradient(g -> {
                Tensor a = g.in(0);
                Tensor b = g.in(1);
                Tensor da = g.dy().times(b).times(a.pow(b.minus(1)));
                Tensor safe = Ops.where(a.greater(0), a, Ops.onesLike(a));
                Tensor db = g.dy().times(g.out()).times(Ops.log(safe));
                return grads(da, db);
            })
            .build();

    /** The remainder with the sign of the divisor, as in Python. */
    public static final Op<NoAttributes> MOD = binary(
                    "mod",
                    Pointwise.binary((a, b) -> a - Math.floor(a / b) * b)
                            .whole((a, b, c) -> b == 0 ? 0 : Math.floorMod(a, b)))
            .gradient(g ->
                    grads(g.dy(), g.dy().times(Ops.floor(g.in(0).div(g.in(1)))).unaryMinus()))
            .build();

    /** The remainder with the sign of the dividend, as in C; of a whole number by 0, 0. */
    public static final Op<NoAttributes> FMOD = binary(
                    "fmod", Pointwise.binary((a, b) -> a % b).whole((a, b, c) -> b == 0 ? 0 : a % b))
            .gradient(g ->
                    grads(g.dy(), g.dy().times(Ops.trunc(g.in(0).div(g.in(1)))).unaryMinus()))
            .build();

    /** {@code floor(a / b)}. */
    public static final Op<NoAttributes> FLOOR_DIVIDE = binary(
                    "floor_divide",
                    Pointwise.binary((a, b) -> Math.floor(a / b)).whole((a, b, c) -> b == 0 ? 0 : Math.floorDiv(a, b)))
            .noGradient()
            .build();

    /** {@code -a}. */
    public static final Op<NoAttributes> NEGATIVE = unary(
                    "negative",
                    Pointwise.unary(a -> -a)
                            .whole((a, b, c) -> -a)
                            .loop(Loops::negative)
                            .eltwise(dnnl_eltwise_linear, -1, 0))
            .gradient1((dy, x, y) -> dy.unaryMinus())
            .build();

    /** {@code |a|}; its gradient at 0 is 0. */
    public static final Op<NoAttributes> ABSOLUTE = unary(
                    "absolute",
                    Pointwise.unary(Math::abs)
                            .whole((a, b, c) -> Math.abs(a))
                            .loop(Loops::absolute)
                            .eltwise(dnnl_eltwise_abs, 0, 0))
            .gradient1((dy, x, y) -> dy.times(Ops.sign(x)))
            .build();

    /** -1, 0 or 1. */
    public static final Op<NoAttributes> SIGN = unary(
                    "sign",
                    Pointwise.unary(Math::signum)
                            .whole((a, b, c) -> Long.signum(a))
                            .loop(Loops::sign))
            .noGradient()
            .build();

    /** {@code a²}. */
    public static final Op<NoAttributes> SQUARE = unary(
                    "square",
                    Pointwise.unary(a -> a * a)
                            .whole((a, b, c) -> a * a)
                            .loop(Loops::square)
                            .eltwise(dnnl_eltwise_square, 0, 0))
            .gradient1((dy, x, y) -> dy.times(x).times(2))
            .build();

    /** The square root; NaN below 0. */
    public static final Op<NoAttributes> SQRT = real(
                    "sqrt", Pointwise.unary(Math::sqrt).loop(Loops::sqrt).eltwise(dnnl_eltwise_sqrt, 0, 0))
            .gradient1((dy, x, y) -> dy.times(0.5).div(y))
            .build();

    /** {@code 1 / √a}. */
    public static final Op<NoAttributes> RSQRT = real(
                    "rsqrt", Pointwise.unary(a -> 1 / Math.sqrt(a)).loop(Loops::rsqrt))
            .gradient1((dy, x, y) -> dy.times(-0.5).times(y).div(x))
            .build();

    /** {@code 1 / a}. */
    public static final Op<NoAttributes> RECIPROCAL = real(
                    "reciprocal", Pointwise.unary(a -> 1 / a).loop(Loops::reciprocal))
            .gradient1((dy, x, y) -> dy.times(y).times(y).unaryMinus())
            .build();

    /** The next integer below. */
    public static final Op<NoAttributes> FLOOR = unary(
                    "floor", Pointwise.unary(Math::floor).whole((a, b, c) -> a))
            .noGradient()
            .build();

    /** The next integer above. */
    public static final Op<NoAttributes> CEIL = unary(
                    "ceil", Pointwise.unary(Math::ceil).whole((a, b, c) -> a))
            .noGradient()
            .build();

    /** The next integer towards 0. */
    public static final Op<NoAttributes> TRUNC = unary(
                    "trunc",
                    Pointwise.unary(a -> a < 0 ? Math.ceil(a) : Math.floor(a)).whole((a, b, c) -> a))
            .noGradient()
            .build();

    /** The nearest integer; halves go to the even one. */
    public static final Op<NoAttributes> ROUND = unary(
                    "round", Pointwise.unary(Math::rint).whole((a, b, c) -> a))
            .noGradient()
            .build();

    /** Bounds for {@link #CLIP}. */
    public record Bounds(double low, double high) {}

    /** Elements below {@code low} or above {@code high} become the bound; the gradient passes where nothing was cut. */
    public static final Op<Bounds> CLIP = Op.<Bounds>named("clip")
            .shape((in, a) -> Rules.same(in))
            .pointwise(a -> Pointwise.unary(x -> Math.min(Math.max(x, a.low), a.high))
                    .whole((x, b, c) -> (long) Math.min(Math.max((double) x, a.low), a.high))
                    .loop((x, b, c, out, n) -> Loops.clip(x, out, n, (float) a.low, (float) a.high))
                    .eltwise(dnnl_eltwise_clip, a.low, a.high))
            .gradient(g -> {
                Tensor inside = Ops.logicalAnd(
                        g.in(0).greaterEqual(g.attributes().low), g.in(0).lessEqual(g.attributes().high));
                return grads(Ops.where(inside, g.dy(), Ops.zerosLike(g.dy())));
            })
            .build();

    /** The target of {@link #CAST}. */
    public record To(DType dtype) {}

    /** The elements as another type; reals are cut off towards zero, truth values are 0 and 1. */
    public static final Op<To> CAST = Op.<To>named("cast")
            .shape((in, a) -> in.get(0).with(a.dtype))
            .pointwise(a -> a.dtype == DType.BOOL
                    ? Pointwise.unary(x -> x != 0 ? 1 : 0).whole((x, b, c) -> x != 0 ? 1 : 0)
                    : Pointwise.unary(x -> x).whole((x, b, c) -> x).loop(Loops::copy))
            .gradient(g -> grads(
                    g.in(0).dtype().isFloating() ? Ops.cast(g.dy(), g.in(0).dtype()) : null))
            .build();

    /** As {@link #CAST}, but what the type cannot hold becomes the nearest that it can. */
    public static final Op<To> SATURATE_CAST = Op.<To>named("saturate_cast")
            .shape((in, a) -> in.get(0).with(a.dtype))
            .definition((in, a) -> List.of(Ops.cast(within(in.get(0), a.dtype), a.dtype)))
            .build();

    /** The same value, through which no gradient flows. */
    public static final Op<NoAttributes> STOP_GRADIENT = Op.plain("stop_gradient")
            .shape((in, a) -> Rules.same(in))
            .view()
            .noGradient()
            .build();

    /** What the type can hold. Reals that become whole are saturated by the cast itself. */
    private static Tensor within(Tensor x, DType to) {
        if (to == DType.BOOL && x.dtype() != DType.BOOL) {
            return Ops.clip(x, 0, 1);
        }
        if (to == DType.INT32 && x.dtype() == DType.INT64) {
            return Ops.clip(x, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        return to == DType.FLOAT32 && x.dtype() == DType.FLOAT64 ? Ops.clip(x, -Float.MAX_VALUE, Float.MAX_VALUE) : x;
    }

    private static Tensor share(Tensor winner, Tensor loser) {
        Tensor wins = winner.greater(loser).cast(winner.dtype());
        return wins.plus(winner.equal(loser).cast(winner.dtype()).times(0.5));
    }

    /** As in C and NumPy: 1 to any power is 1, and so is -1 to an infinite one. Java says NaN. */
    private static double realPower(double base, double exponent) {
        boolean one = base == 1 || (base == -1 && Double.isInfinite(exponent));
        return one ? 1 : Math.pow(base, exponent);
    }

    private static long wholePower(long base, long exponent) {
        if (exponent < 0) {
            return base == 1 ? 1 : base == -1 ? (exponent % 2 == 0 ? 1 : -1) : 0;
        }
        long result = 1;
        long b = base;
        for (long e = exponent; e > 0; e >>= 1) {
            if ((e & 1) == 1) {
                result *= b;
            }
            b *= b;
        }
        return result;
    }

    private static Op.Builder<NoAttributes> binary(String name, Pointwise p) {
        return Op.plain(name).shape((in, a) -> Rules.broadcast(in)).pointwise(() -> p);
    }

    private static Op.Builder<NoAttributes> unary(String name, Pointwise p) {
        return Op.plain(name).shape((in, a) -> Rules.same(in)).pointwise(() -> p);
    }

    private static Op.Builder<NoAttributes> real(String name, Pointwise p) {
        return Op.plain(name).shape((in, a) -> Rules.floating(in)).pointwise(() -> p);
    }
}
