package org.kerata.serialization;

import static org.kerata.serialization.OperatorKinds.arguments;
import static org.kerata.serialization.OperatorKinds.binary;
import static org.kerata.serialization.OperatorKinds.option;
import static org.kerata.serialization.OperatorKinds.options;
import static org.kerata.serialization.OperatorKinds.readOnly;
import static org.kerata.serialization.OperatorKinds.unary;
import static org.kerata.serialization.OperatorKinds.withOptions;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Arithmetic;
import org.kerata.autodiff.ops.Comparisons;
import org.kerata.autodiff.ops.Elementwise;
import org.kerata.autodiff.ops.FloatingPoint;
import org.kerata.autodiff.ops.Hyperbolics;
import org.kerata.autodiff.ops.Integers;
import org.kerata.autodiff.ops.Shaping;
import org.kerata.autodiff.ops.Sorting;
import org.kerata.autodiff.ops.Trigonometry;

/** Arithmetic, comparisons and functions of each element between layers. */
final class ElementwiseOperators {
    private static final double NEARLY = 1e-5;
    private static final double NEARLY_ZERO = 1e-8;

    private ElementwiseOperators() {}

    static List<Operator> arithmetic() {
        return List.of(
                binary("numpy", "Add", Arithmetic.ADD, Ops::add),
                binary("numpy", "Subtract", Arithmetic.SUBTRACT, Ops::subtract),
                binary("numpy", "Multiply", Arithmetic.MULTIPLY, Ops::multiply),
                binary("numpy", "TrueDivide", Arithmetic.DIVIDE, Ops::divide),
                binary("numpy", "Divide", null, Ops::divide),
                binary("numpy", "DivideNoNan", Arithmetic.DIVIDE_NO_NAN, Ops::divideNoNan),
                binary("numpy", "FloorDivide", Arithmetic.FLOOR_DIVIDE, Ops::floorDivide),
                binary("numpy", "Mod", Arithmetic.MOD, Ops::mod),
                binary("numpy", "Fmod", Arithmetic.FMOD, Ops::fmod),
                binary("numpy", "Power", Arithmetic.POWER, Ops::power),
                binary("numpy", "Maximum", Arithmetic.MAXIMUM, Ops::maximum),
                binary("numpy", "Minimum", Arithmetic.MINIMUM, Ops::minimum),
                binary("numpy", "Fmax", FloatingPoint.FMAX, Ops::fmax),
                binary("numpy", "Fmin", FloatingPoint.FMIN, Ops::fmin),
                binary("numpy", "Hypot", FloatingPoint.HYPOT, Ops::hypot),
                binary("numpy", "Heaviside", FloatingPoint.HEAVISIDE, Ops::heaviside),
                binary("numpy", "Ldexp", FloatingPoint.LDEXP, Ops::ldexp),
                binary("numpy", "Logaddexp", Elementwise.LOGADDEXP, Ops::logaddexp),
                binary("numpy", "Logaddexp2", Elementwise.LOGADDEXP2, Ops::logaddexp2),
                binary("numpy", "Arctan2", Trigonometry.ARCTAN2, Ops::arctan2),
                binary("numpy", "Nextafter", FloatingPoint.NEXTAFTER, Ops::nextafter),
                unary("numpy", "Negative", Arithmetic.NEGATIVE, Ops::negative),
                unary("numpy", "Absolute", Arithmetic.ABSOLUTE, Ops::absolute),
                unary("numpy", "Abs", null, Ops::absolute),
                readOnly("numpy", "Fabs", g -> List.of(Ops.fabs(g.tensor()))),
                unary("numpy", "Sign", Arithmetic.SIGN, Ops::sign),
                unary("numpy", "Square", Arithmetic.SQUARE, Ops::square),
                unary("numpy", "Sqrt", Arithmetic.SQRT, Ops::sqrt),
                unary("numpy", "Cbrt", FloatingPoint.CBRT, Ops::cbrt),
                unary("math", "Rsqrt", Arithmetic.RSQRT, Ops::rsqrt),
                unary("numpy", "Reciprocal", Arithmetic.RECIPROCAL, Ops::reciprocal),
                unary("numpy", "Floor", Arithmetic.FLOOR, Ops::floor),
                unary("numpy", "Ceil", Arithmetic.CEIL, Ops::ceil),
                unary("numpy", "Trunc", Arithmetic.TRUNC, Ops::trunc),
                round(),
                option(
                        "numpy",
                        "Round",
                        FloatingPoint.ROUND_TO,
                        "decimals",
                        FloatingPoint.Decimals::decimals,
                        g -> Ops.round(g.tensor(), g.integer(1, "decimals", 0))),
                withOptions(
                        "numpy",
                        "Clip",
                        Arithmetic.CLIP,
                        (Arithmetic.Bounds b) -> options("x_min", finite(b.low()), "x_max", finite(b.high())),
                        g -> Ops.clip(
                                g.tensor(),
                                g.number(1, "x_min", Double.NEGATIVE_INFINITY),
                                g.number(2, "x_max", Double.POSITIVE_INFINITY))),
                withOptions(
                        "numpy",
                        "NanToNum",
                        FloatingPoint.NAN_TO_NUM,
                        (FloatingPoint.Replaced r) ->
                                options("nan", r.nan(), "posinf", r.positiveInfinity(), "neginf", r.negativeInfinity()),
                        ElementwiseOperators::nanToNum),
                binary("numpy", "BitwiseAnd", Integers.BITWISE_AND, "x", "y", Ops::bitwiseAnd),
                binary("numpy", "BitwiseOr", Integers.BITWISE_OR, "x", "y", Ops::bitwiseOr),
                binary("numpy", "BitwiseXor", Integers.BITWISE_XOR, "x", "y", Ops::bitwiseXor),
                unary("numpy", "BitwiseInvert", Integers.BITWISE_INVERT, Ops::bitwiseInvert),
                readOnly("numpy", "BitwiseNot", g -> List.of(Ops.bitwiseInvert(g.tensor()))),
                binary("numpy", "LeftShift", Integers.LEFT_SHIFT, "x", "y", Ops::leftShift),
                binary("numpy", "BitwiseLeftShift", null, "x", "y", Ops::leftShift),
                binary("numpy", "RightShift", Integers.RIGHT_SHIFT, "x", "y", Ops::rightShift),
                binary("numpy", "BitwiseRightShift", null, "x", "y", Ops::rightShift),
                binary("numpy", "Gcd", Integers.GCD, Ops::gcd),
                binary("numpy", "Lcm", Integers.LCM, Ops::lcm));
    }

    static List<Operator> comparisons() {
        return List.of(
                binary("numpy", "Equal", Comparisons.EQUAL, Ops::equal),
                binary("numpy", "NotEqual", Comparisons.NOT_EQUAL, Ops::notEqual),
                binary("numpy", "Less", Comparisons.LESS, Ops::less),
                binary("numpy", "LessEqual", Comparisons.LESS_EQUAL, Ops::lessEqual),
                binary("numpy", "Greater", Comparisons.GREATER, Ops::greater),
                binary("numpy", "GreaterEqual", Comparisons.GREATER_EQUAL, Ops::greaterEqual),
                binary("numpy", "LogicalAnd", Comparisons.LOGICAL_AND, Ops::logicalAnd),
                binary("numpy", "LogicalOr", Comparisons.LOGICAL_OR, Ops::logicalOr),
                binary("numpy", "LogicalXor", Comparisons.LOGICAL_XOR, Ops::logicalXor),
                unary("numpy", "LogicalNot", Comparisons.LOGICAL_NOT, Ops::logicalNot),
                unary("numpy", "Isfinite", Comparisons.IS_FINITE, Ops::isFinite),
                unary("numpy", "Isnan", Comparisons.IS_NAN, Ops::isNan),
                unary("numpy", "Isinf", Comparisons.IS_INF, Ops::isInf),
                unary("numpy", "Isposinf", Comparisons.IS_POS_INF, Ops::isPosInf),
                unary("numpy", "Isneginf", Comparisons.IS_NEG_INF, Ops::isNegInf),
                unary("numpy", "Signbit", Comparisons.SIGNBIT, Ops::signbit),
                new Operator(
                        "numpy",
                        "Isclose",
                        Comparisons.IS_CLOSE,
                        n -> {
                            Comparisons.Nearness a = (Comparisons.Nearness) n.attributes();
                            List<@Nullable Object> arguments = arguments(n);
                            arguments.add(a.relative());
                            arguments.add(a.absolute());
                            return new Operator.Written(options("equal_nan", a.equalNan()), arguments);
                        },
                        g -> {
                            List<Tensor> two = g.operands();
                            return List.of(Ops.isClose(
                                    two.get(0),
                                    two.get(1),
                                    g.number(2, "rtol", NEARLY),
                                    g.number(3, "atol", NEARLY_ZERO),
                                    g.truth(-1, "equal_nan", false)));
                        }),
                new Operator(
                        "numpy", "Where", Comparisons.WHERE, n -> new Operator.Written(Map.of(), arguments(n)), g -> {
                            List<Tensor> two = g.operands(1, "x1", "x2");
                            return List.of(Ops.where(g.tensor(0, "condition"), two.get(0), two.get(1)));
                        }),
                readOnly(
                        "numpy",
                        "Select",
                        g -> List.of(Ops.select(
                                g.tensors(0, "condlist"), g.tensors(1, "choicelist"), g.number(2, "default", 0)))),
                new Operator(
                        "numpy",
                        "IsIn",
                        Sorting.IS_IN,
                        n -> new Operator.Written(
                                options("assume_unique", false, "invert", ((Sorting.Member) n.attributes()).invert()),
                                arguments(n)),
                        g -> {
                            g.truth(-1, "assume_unique", false); // makes it faster, if anything
                            List<Tensor> two = g.operands();
                            return List.of(Ops.isIn(two.get(0), two.get(1), g.truth(-1, "invert", false)));
                        }),
                binary("numpy", "Digitize", Sorting.DIGITIZE, "x", "bins", Ops::digitize),
                new Operator(
                        "numpy",
                        "SearchSorted",
                        Sorting.SEARCHSORTED,
                        n -> new Operator.Written(
                                options("side", ((Sorting.Side) n.attributes()).right() ? "right" : "left"),
                                arguments(n)),
                        g -> List.of(Ops.searchsorted(
                                g.tensor(0, "sorted_sequence"),
                                g.tensor(1, "values"),
                                g.text(-1, "side", "left").equals("right")))));
    }

    static List<Operator> functions() {
        return List.of(
                unary("numpy", "Exp", Elementwise.EXP, Ops::exp),
                unary("numpy", "Exp2", Elementwise.EXP2, Ops::exp2),
                unary("numpy", "Expm1", Elementwise.EXPM1, Ops::expm1),
                unary("numpy", "Log", Elementwise.LOG, Ops::log),
                unary("numpy", "Log1p", Elementwise.LOG1P, Ops::log1p),
                unary("numpy", "Log2", Elementwise.LOG2, Ops::log2),
                unary("numpy", "Log10", Elementwise.LOG10, Ops::log10),
                unary("numpy", "Tanh", Elementwise.TANH, Ops::tanh),
                unary("nn", "Sigmoid", Elementwise.SIGMOID, Ops::sigmoid),
                unary("math", "Erf", Elementwise.ERF, Ops::erf),
                unary("math", "Erfc", Elementwise.ERFC, Ops::erfc),
                unary("math", "Erfinv", Elementwise.ERFINV, Ops::erfinv),
                unary("numpy", "I0", Elementwise.I0, Ops::i0),
                unary("numpy", "Sin", Trigonometry.SIN, Ops::sin),
                unary("numpy", "Cos", Trigonometry.COS, Ops::cos),
                unary("numpy", "Tan", Trigonometry.TAN, Ops::tan),
                unary("numpy", "Arcsin", Trigonometry.ARCSIN, Ops::arcsin),
                unary("numpy", "Arccos", Trigonometry.ARCCOS, Ops::arccos),
                unary("numpy", "Arctan", Trigonometry.ARCTAN, Ops::arctan),
                unary("numpy", "Sinc", Trigonometry.SINC, Ops::sinc),
                unary("numpy", "Deg2rad", Trigonometry.DEG2RAD, Ops::deg2rad),
                unary("numpy", "Rad2deg", Trigonometry.RAD2DEG, Ops::rad2deg),
                unary("numpy", "Sinh", Hyperbolics.SINH, Ops::sinh),
                unary("numpy", "Cosh", Hyperbolics.COSH, Ops::cosh),
                unary("numpy", "Arcsinh", Hyperbolics.ARCSINH, Ops::arcsinh),
                unary("numpy", "Arccosh", Hyperbolics.ARCCOSH, Ops::arccosh),
                unary("numpy", "Arctanh", Hyperbolics.ARCTANH, Ops::arctanh));
    }

    static List<Operator> types() {
        return List.of(
                option(
                        "core",
                        "Cast",
                        Arithmetic.CAST,
                        "dtype",
                        (Arithmetic.To a) -> a.dtype().toString(),
                        g -> Ops.cast(g.tensor(), g.dtype(1, "dtype"))),
                option(
                        "core",
                        "SaturateCast",
                        Arithmetic.SATURATE_CAST,
                        "dtype",
                        (Arithmetic.To a) -> a.dtype().toString(),
                        g -> Ops.saturateCast(g.tensor(), g.dtype(1, "dtype"))),
                readOnly("core", "ConvertToTensor", g -> {
                    g.only("sparse", false);
                    g.only("ragged", false);
                    Tensor x = g.tensor();
                    DType to = g.dtype(1, "dtype", x.dtype());
                    // A tensor of its own in any case: layers are ordered by how many lie behind them.
                    return List.of(to == x.dtype() ? Ops.identity(x) : Ops.cast(x, to));
                }),
                unary("core", "StopGradient", Arithmetic.STOP_GRADIENT, Ops::stopGradient),
                unary("numpy", "Copy", Shaping.IDENTITY, Ops::identity),
                new Operator(
                        "numpy",
                        "FullLike",
                        Shaping.FULL_LIKE,
                        n -> {
                            Shaping.Fill f = (Shaping.Fill) n.attributes();
                            DType to = f.dtype();
                            Map<String, @Nullable Object> options = options("dtype", to == null ? null : to.toString());
                            List<@Nullable Object> arguments = arguments(n);
                            if (f.value() == 0 || f.value() == 1) {
                                return new Operator.Written(
                                        f.value() == 0 ? "numpy.ZerosLike" : "numpy.OnesLike", options, arguments);
                            }
                            arguments.add(f.value());
                            return new Operator.Written(options, arguments);
                        },
                        g -> List.of(like(g, g.number(1, "fill_value", 0)))),
                readOnly("numpy", "OnesLike", g -> List.of(like(g, 1))),
                readOnly("numpy", "ZerosLike", g -> List.of(like(g, 0))));
    }

    /** Rounds to whole numbers; what {@code Round} with decimals does is another op here. */
    private static Operator round() {
        return new Operator(
                "numpy",
                "Round",
                Arithmetic.ROUND,
                n -> new Operator.Written(options("decimals", 0), arguments(n)),
                g -> {
                    int decimals = g.integer(1, "decimals", 0);
                    return List.of(decimals == 0 ? Ops.round(g.tensor()) : Ops.round(g.tensor(), decimals));
                });
    }

    private static @Nullable Double finite(double bound) {
        return Double.isInfinite(bound) ? null : bound;
    }

    private static Tensor nanToNum(Given g) {
        Tensor x = g.tensor();
        double largest = x.dtype() == DType.FLOAT64 ? Double.MAX_VALUE : Float.MAX_VALUE;
        return Ops.nanToNum(x, g.number(1, "nan", 0), g.number(2, "posinf", largest), g.number(3, "neginf", -largest));
    }

    private static Tensor like(Given g, double value) {
        Tensor x = g.tensor();
        return Ops.fullLike(x, value, g.dtype(-1, "dtype", x.dtype()));
    }
}
