package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Pointwise;

/** Trigonometric functions and their inverses, element by element, on floating-point tensors. Angles are in radians. */
public final class Trigonometry {
    private Trigonometry() {}

    /** The sine. */
    public static final Op<NoAttributes> SIN =
            real("sin", Math::sin).gradient1((dy, x, y) -> dy.times(Ops.cos(x))).build();

    /** The cosine. */
    public static final Op<NoAttributes> COS = real("cos", Math::cos)
            .gradient1((dy, x, y) -> dy.times(Ops.sin(x)).unaryMinus())
            .build();

    /** The tangent. */
    public static final Op<NoAttributes> TAN = real("tan", Math::tan)
            .gradient1((dy, x, y) -> dy.times(Ops.square(y).plus(1)))
            .build();

    /** The angle from -π/2 to π/2 with this sine; NaN beyond ±1. */
    public static final Op<NoAttributes> ARCSIN = real("arcsin", Math::asin)
            .gradient1((dy, x, y) -> dy.times(Ops.rsqrt(oneMinusSquare(x))))
            .build();

    /** The angle from 0 to π with this cosine; NaN beyond ±1. */
    public static final Op<NoAttributes> ARCCOS = real("arccos", Math::acos)
            .gradient1((dy, x, y) -> dy.times(Ops.rsqrt(oneMinusSquare(x))).unaryMinus())
            .build();

    /** The angle from -π/2 to π/2 with this tangent. */
    public static final Op<NoAttributes> ARCTAN = real("arctan", Math::atan)
            .gradient1((dy, x, y) -> dy.div(Ops.square(x).plus(1)))
            .build();

    /** From {@code (y, x)}: the angle of the point (x, y), from -π to π. */
    public static final Op<NoAttributes> ARCTAN2 = Op.plain("arctan2")
            .shape((in, a) -> {
                in.forEach(Rules::requireFloating);
                return Rules.broadcast(in);
            })
            .pointwise(() -> Pointwise.binary(Math::atan2).slowInJava())
            .gradient(g -> {
                Tensor y = g.in(0);
                Tensor x = g.in(1);
                Tensor scaled = g.dy().div(Ops.square(x).plus(Ops.square(y)));
                return grads(scaled.times(x), scaled.times(y).unaryMinus());
            })
            .build();

    /** {@code sin(πx) / (πx)}, and 1 at 0. */
    public static final Op<NoAttributes> SINC = real("sinc", Trigonometry::sinc)
            .gradient1((dy, x, y) -> {
                Tensor zero = x.equal(0);
                Tensor slope = Ops.cos(x.times(Math.PI)).minus(y).div(Ops.where(zero, Ops.onesLike(x), x));
                return dy.times(Ops.where(zero, Ops.zerosLike(x), slope));
            })
            .build();

    /** Degrees in radians. */
    public static final Op<NoAttributes> DEG2RAD = scaled("deg2rad", Math.PI / 180);

    /** Radians in degrees. */
    public static final Op<NoAttributes> RAD2DEG = scaled("rad2deg", 180 / Math.PI);

    /** {@code 1 - x²}, without losing digits near ±1. */
    static Tensor oneMinusSquare(Tensor x) {
        return x.unaryMinus().plus(1).times(x.plus(1));
    }

    private static double sinc(double x) {
        double angle = Math.PI * x;
        return angle == 0 ? 1 : Math.sin(angle) / angle;
    }

    private static Op.Builder<NoAttributes> real(String name, DoubleUnaryOperator f) {
        return Op.plain(name)
                .shape((in, a) -> Rules.floating(in))
                .pointwise(() -> Pointwise.unary(f).slowInJava());
    }

    private static Op<NoAttributes> scaled(String name, double by) {
        return Op.plain(name)
                .shape((in, a) -> Rules.floating(in))
                .definition((in, a) -> List.of(in.get(0).times(by)))
                .build();
    }
}
