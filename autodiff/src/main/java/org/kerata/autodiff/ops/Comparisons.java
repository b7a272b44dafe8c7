package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Pointwise;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.kernels.TruthLoops;

/** Comparisons, truth values and the choice between two tensors. All but {@link #WHERE} give {@code bool} and have no gradient. */
public final class Comparisons {
    private Comparisons() {}

    public static final Op<NoAttributes> EQUAL = compare(
            "equal",
            Pointwise.binary((a, b) -> bit(a == b))
                    .whole((a, b, c) -> a == b ? 1 : 0)
                    .loop(TruthLoops::equal));
    public static final Op<NoAttributes> NOT_EQUAL = compare(
            "not_equal",
            Pointwise.binary((a, b) -> bit(a != b))
                    .whole((a, b, c) -> a != b ? 1 : 0)
                    .loop(TruthLoops::notEqual));
    public static final Op<NoAttributes> LESS = compare(
            "less",
            Pointwise.binary((a, b) -> bit(a < b))
                    .whole((a, b, c) -> a < b ? 1 : 0)
                    .loop(TruthLoops::less));
    public static final Op<NoAttributes> LESS_EQUAL = compare(
            "less_equal",
            Pointwise.binary((a, b) -> bit(a <= b))
                    .whole((a, b, c) -> a <= b ? 1 : 0)
                    .loop(TruthLoops::lessEqual));
    public static final Op<NoAttributes> GREATER = compare(
            "greater",
            Pointwise.binary((a, b) -> bit(a > b))
                    .whole((a, b, c) -> a > b ? 1 : 0)
                    .loop(TruthLoops::greater));
    public static final Op<NoAttributes> GREATER_EQUAL = compare(
            "greater_equal",
            Pointwise.binary((a, b) -> bit(a >= b))
                    .whole((a, b, c) -> a >= b ? 1 : 0)
                    .loop(TruthLoops::greaterEqual));

    public static final Op<NoAttributes> LOGICAL_AND = logical(
            "logical_and",
            Pointwise.binary((a, b) -> bit(a != 0 && b != 0))
                    .whole((a, b, c) -> a & b)
                    .loop(TruthLoops::and));
    public static final Op<NoAttributes> LOGICAL_OR = logical(
            "logical_or",
            Pointwise.binary((a, b) -> bit(a != 0 || b != 0))
                    .whole((a, b, c) -> a | b)
                    .loop(TruthLoops::or));
    public static final Op<NoAttributes> LOGICAL_XOR = logical(
            "logical_xor",
            Pointwise.binary((a, b) -> bit((a != 0) != (b != 0)))
                    .whole((a, b, c) -> a ^ b)
                    .loop(TruthLoops::notEqual));
    public static final Op<NoAttributes> LOGICAL_NOT = logical(
            "logical_not",
            Pointwise.unary(a -> bit(a == 0)).whole((a, b, c) -> 1 - a).loop(TruthLoops::not));

    public static final Op<NoAttributes> IS_FINITE = test("isfinite", Pointwise.unary(a -> bit(Double.isFinite(a))));
    public static final Op<NoAttributes> IS_NAN = test("isnan", Pointwise.unary(a -> bit(Double.isNaN(a))));
    public static final Op<NoAttributes> IS_INF = test("isinf", Pointwise.unary(a -> bit(Double.isInfinite(a))));

    public static final Op<NoAttributes> IS_POS_INF =
            test("isposinf", Pointwise.unary(a -> bit(a == Double.POSITIVE_INFINITY)));
    public static final Op<NoAttributes> IS_NEG_INF =
            test("isneginf", Pointwise.unary(a -> bit(a == Double.NEGATIVE_INFINITY)));
    /** Whether the sign is negative, also that of -0. */
    public static final Op<NoAttributes> SIGNBIT =
            test("signbit", Pointwise.unary(a -> bit(Double.doubleToRawLongBits(a) < 0)));

    /**
     * How near two numbers must be.
     *
     * @param relative in parts of the second's size
     * @param absolute in addition
     * @param equalNan whether NaN is near NaN
     */
    public record Nearness(double relative, double absolute, boolean equalNan) {}

    /** Whether {@code |a - b| ≤ absolute + relative · |b|}; infinite numbers must be equal. */
    public static final Op<Nearness> IS_CLOSE = Op.<Nearness>named("isclose")
            .shape((in, a) -> Rules.comparison(in))
            .pointwise(n -> Pointwise.binary((a, b) -> bit(isClose(a, b, n))))
            .noGradient()
            .build();

    /** Elements of the second operand where the first is true, else of the third. */
    public static final Op<NoAttributes> WHERE = Op.plain("where")
            .shape((in, a) -> whereShape(in))
            .pointwise(() -> Pointwise.ternary((c, a, b) -> c != 0 ? a : b)
                    .whole((c, a, b) -> c != 0 ? a : b)
                    .loop(TruthLoops::where))
            .gradient(g -> grads(
                    null,
                    Ops.where(g.in(0), g.dy(), Ops.zerosLike(g.dy())),
                    Ops.where(g.in(0), Ops.zerosLike(g.dy()), g.dy())))
            .build();

    private static Spec whereShape(List<Spec> in) {
        if (in.get(0).dtype() != DType.BOOL) {
            throw new ShapeException("The condition must be bool. Received: " + in.get(0) + ".");
        }
        Spec chosen = Rules.broadcast(in.subList(1, 3));
        return chosen.with(Shape.broadcast(in.get(0).shape(), chosen.shape()));
    }

    private static boolean isClose(double a, double b, Nearness n) {
        if (Double.isFinite(a) && Double.isFinite(b)) {
            return Math.abs(a - b) <= n.absolute + n.relative * Math.abs(b);
        }
        return a == b || (n.equalNan && Double.isNaN(a) && Double.isNaN(b));
    }

    private static double bit(boolean b) {
        return b ? 1 : 0;
    }

    private static Op<NoAttributes> compare(String name, Pointwise p) {
        return Op.plain(name)
                .shape((in, a) -> Rules.comparison(in))
                .pointwise(() -> p)
                .noGradient()
                .build();
    }

    private static Op<NoAttributes> logical(String name, Pointwise p) {
        return Op.plain(name)
                .shape((in, a) -> {
                    for (Spec s : in) {
                        if (s.dtype() != DType.BOOL) {
                            throw new ShapeException("Operands must be bool. Received: " + s + ".");
                        }
                    }
                    return Rules.broadcast(in);
                })
                .pointwise(() -> p)
                .noGradient()
                .build();
    }

    private static Op<NoAttributes> test(String name, Pointwise p) {
        return Op.plain(name)
                .shape((in, a) -> in.get(0).with(DType.BOOL))
                .pointwise(() -> p)
                .noGradient()
                .build();
    }
}
