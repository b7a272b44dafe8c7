package org.kerata.serialization;

import static org.kerata.serialization.OperatorKinds.axis;
import static org.kerata.serialization.OperatorKinds.binary;
import static org.kerata.serialization.OperatorKinds.fromAxis;
import static org.kerata.serialization.OperatorKinds.list;
import static org.kerata.serialization.OperatorKinds.option;
import static org.kerata.serialization.OperatorKinds.readOnly;
import static org.kerata.serialization.OperatorKinds.reduction;
import static org.kerata.serialization.OperatorKinds.unary;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.ops.Activations;
import org.kerata.autodiff.ops.Arithmetic;
import org.kerata.autodiff.ops.Comparisons;
import org.kerata.autodiff.ops.Elementwise;
import org.kerata.autodiff.ops.Hyperbolics;
import org.kerata.autodiff.ops.LinearAlgebra;
import org.kerata.autodiff.ops.Lookups;
import org.kerata.autodiff.ops.PiecewiseActivations;
import org.kerata.autodiff.ops.Reductions;
import org.kerata.autodiff.ops.Shaping;
import org.kerata.autodiff.ops.SmoothActivations;
import org.kerata.autodiff.ops.Structure;
import org.kerata.autodiff.ops.Trigonometry;

/** The ops that may stand between the layers of a model file, a line for each. */
final class Operators {
    private static final Map<String, Operator> BY_CLASS = new LinkedHashMap<>();
    private static final Map<Op<?>, Operator> BY_OP = new IdentityHashMap<>();

    static {
        // arithmetic
        add(binary("numpy", "Add", Arithmetic.ADD, Ops::add));
        add(binary("numpy", "Subtract", Arithmetic.SUBTRACT, Ops::subtract));
        add(binary("numpy", "Multiply", Arithmetic.MULTIPLY, Ops::multiply));
        add(binary("numpy", "TrueDivide", Arithmetic.DIVIDE, Ops::divide));
        add(binary("numpy", "Divide", null, Ops::divide));
        add(binary("numpy", "DivideNoNan", Arithmetic.DIVIDE_NO_NAN, Ops::divideNoNan));
        add(binary("numpy", "FloorDivide", Arithmetic.FLOOR_DIVIDE, Ops::floorDivide));
        add(binary("numpy", "Mod", Arithmetic.MOD, Ops::mod));
        add(binary("numpy", "Power", Arithmetic.POWER, Ops::power));
        add(binary("numpy", "Maximum", Arithmetic.MAXIMUM, Ops::maximum));
        add(binary("numpy", "Minimum", Arithmetic.MINIMUM, Ops::minimum));
        add(unary("numpy", "Negative", Arithmetic.NEGATIVE, Ops::negative));
        add(unary("numpy", "Absolute", Arithmetic.ABSOLUTE, Ops::absolute));
        add(unary("numpy", "Abs", null, Ops::absolute));
        add(unary("numpy", "Sign", Arithmetic.SIGN, Ops::sign));
        add(unary("numpy", "Square", Arithmetic.SQUARE, Ops::square));
        add(unary("numpy", "Sqrt", Arithmetic.SQRT, Ops::sqrt));
        add(unary("math", "Rsqrt", Arithmetic.RSQRT, Ops::rsqrt));
        add(new Operator(
                "numpy",
                "Clip",
                Arithmetic.CLIP,
                n -> {
                    Arithmetic.Bounds b = (Arithmetic.Bounds) n.attributes();
                    return new Operator.Written(
                            OperatorKinds.options("x_min", b.low(), "x_max", b.high()), OperatorKinds.arguments(n));
                },
                g -> List.of(Ops.clip(g.tensor(), g.number(1, "x_min", 0), g.number(2, "x_max", 0)))));
        add(option(
                "core",
                "Cast",
                Arithmetic.CAST,
                "dtype",
                (Arithmetic.To a) -> a.dtype().toString(),
                g -> Ops.cast(g.tensor(), g.dtype(1, "dtype"))));
        add(unary("core", "StopGradient", Arithmetic.STOP_GRADIENT, Ops::stopGradient));
        add(unary("numpy", "Copy", Shaping.IDENTITY, Ops::identity));

        // comparisons
        add(binary("numpy", "Equal", Comparisons.EQUAL, Ops::equal));
        add(binary("numpy", "NotEqual", Comparisons.NOT_EQUAL, Ops::notEqual));
        add(binary("numpy", "Less", Comparisons.LESS, Ops::less));
        add(binary("numpy", "LessEqual", Comparisons.LESS_EQUAL, Ops::lessEqual));
        add(binary("numpy", "Greater", Comparisons.GREATER, Ops::greater));
        add(binary("numpy", "GreaterEqual", Comparisons.GREATER_EQUAL, Ops::greaterEqual));
        add(binary("numpy", "LogicalAnd", Comparisons.LOGICAL_AND, Ops::logicalAnd));
        add(binary("numpy", "LogicalOr", Comparisons.LOGICAL_OR, Ops::logicalOr));
        add(unary("numpy", "LogicalNot", Comparisons.LOGICAL_NOT, Ops::logicalNot));
        add(new Operator(
                "numpy",
                "Where",
                Comparisons.WHERE,
                n -> new Operator.Written(Map.of(), OperatorKinds.arguments(n)),
                g -> List.of(Ops.where(g.tensor(0, "condition"), g.tensor(1, "x1"), g.tensor(2, "x2")))));

        // exponentials and their kin
        add(unary("numpy", "Exp", Elementwise.EXP, Ops::exp));
        add(unary("numpy", "Expm1", Elementwise.EXPM1, Ops::expm1));
        add(unary("numpy", "Log", Elementwise.LOG, Ops::log));
        add(unary("numpy", "Log1p", Elementwise.LOG1P, Ops::log1p));
        add(unary("numpy", "Tanh", Elementwise.TANH, Ops::tanh));
        add(unary("nn", "Sigmoid", Elementwise.SIGMOID, Ops::sigmoid));
        add(unary("math", "Erf", Elementwise.ERF, Ops::erf));
        add(unary("numpy", "Sin", Trigonometry.SIN, Ops::sin));
        add(unary("numpy", "Cos", Trigonometry.COS, Ops::cos));
        add(unary("numpy", "Tan", Trigonometry.TAN, Ops::tan));
        add(unary("numpy", "Arcsin", Trigonometry.ARCSIN, Ops::arcsin));
        add(unary("numpy", "Arccos", Trigonometry.ARCCOS, Ops::arccos));
        add(unary("numpy", "Arctan", Trigonometry.ARCTAN, Ops::arctan));
        add(unary("numpy", "Sinh", Hyperbolics.SINH, Ops::sinh));
        add(unary("numpy", "Cosh", Hyperbolics.COSH, Ops::cosh));
        add(unary("numpy", "Arcsinh", Hyperbolics.ARCSINH, Ops::arcsinh));
        add(unary("numpy", "Arccosh", Hyperbolics.ARCCOSH, Ops::arccosh));
        add(unary("numpy", "Arctanh", Hyperbolics.ARCTANH, Ops::arctanh));
        add(unary("numpy", "Log2", Elementwise.LOG2, Ops::log2));
        add(unary("numpy", "Log10", Elementwise.LOG10, Ops::log10));
        add(unary("numpy", "Exp2", Elementwise.EXP2, Ops::exp2));
        add(unary("numpy", "Reciprocal", Arithmetic.RECIPROCAL, Ops::reciprocal));
        add(unary("numpy", "Floor", Arithmetic.FLOOR, Ops::floor));
        add(unary("numpy", "Ceil", Arithmetic.CEIL, Ops::ceil));

        // activations
        add(unary("nn", "Relu", Activations.RELU, Activations.Relu.PLAIN, Ops::relu));
        add(unary("nn", "Relu6", Activations.RELU6, Ops::relu6));
        add(unary("nn", "Silu", Activations.SILU, Ops::silu));
        add(unary("nn", "Selu", Activations.SELU, Ops::selu));
        add(unary("nn", "Softplus", Activations.SOFTPLUS, Ops::softplus));
        add(unary("nn", "Softsign", SmoothActivations.SOFTSIGN, Ops::softsign));
        add(unary("nn", "LogSigmoid", SmoothActivations.LOG_SIGMOID, Ops::logSigmoid));
        add(unary("nn", "TanhShrink", SmoothActivations.TANH_SHRINK, Ops::tanhShrink));
        add(unary("nn", "HardSigmoid", PiecewiseActivations.HARD_SIGMOID, Ops::hardSigmoid));
        add(unary("nn", "HardSilu", PiecewiseActivations.HARD_SILU, Ops::hardSilu));
        add(unary("nn", "HardTanh", PiecewiseActivations.HARD_TANH, Ops::hardTanh));
        add(axis("nn", "Softmax", Activations.SOFTMAX, (Activations.AlongAxis a) -> a.axis(), -1, Ops::softmax));
        add(axis(
                "nn",
                "LogSoftmax",
                Activations.LOG_SOFTMAX,
                (Activations.AlongAxis a) -> a.axis(),
                -1,
                Ops::logSoftmax));

        // reductions
        add(reduction("numpy", "Sum", Reductions.SUM, Ops::sum));
        add(reduction("numpy", "Mean", Reductions.MEAN, Ops::mean));
        add(reduction("numpy", "Prod", Reductions.PROD, Ops::prod));
        add(reduction("numpy", "Var", Reductions.VARIANCE, Ops::var));
        add(reduction("numpy", "Std", Reductions.STD, Ops::std));
        add(reduction("numpy", "Max", Reductions.MAX, Ops::max));
        add(reduction("numpy", "Min", Reductions.MIN, Ops::min));
        add(reduction("numpy", "Any", Reductions.ANY, Ops::any));
        add(reduction("numpy", "All", Reductions.ALL, Ops::all));
        add(reduction("math", "Logsumexp", Reductions.LOGSUMEXP, Ops::logsumexp));
        add(axis("numpy", "Argmax", Reductions.ARGMAX, (Reductions.Axis a) -> a.axis(), 0, Ops::argmax));
        add(axis("numpy", "Argmin", Reductions.ARGMIN, (Reductions.Axis a) -> a.axis(), 0, Ops::argmin));

        // shapes
        add(option(
                "numpy",
                "Reshape",
                Shaping.RESHAPE,
                "newshape",
                (Shaping.Target t) -> OperatorKinds.lengths(t.shape()),
                g -> Ops.reshape(g.tensor(), OperatorKinds.required(g, g.numbers(1, "newshape"), "newshape"))));
        add(option(
                "numpy",
                "Transpose",
                Shaping.TRANSPOSE,
                "axes",
                (Shaping.Order o) -> o.axes(),
                g -> Ops.transpose(g.tensor(), g.axes(1, "axes"))));
        add(option(
                "numpy",
                "ExpandDims",
                Shaping.EXPAND_DIMS,
                "axis",
                (Shaping.NewAxis a) -> a.axis(),
                g -> Ops.expandDims(g.tensor(), g.integer(1, "axis", 0))));
        add(option(
                "numpy",
                "Squeeze",
                Shaping.SQUEEZE,
                "axis",
                (Shaping.Without a) -> a.axes(),
                g -> Ops.squeeze(g.tensor(), g.axes(1, "axis"))));
        add(readOnly(
                "numpy",
                "Swapaxes",
                g -> List.of(Ops.swapaxes(g.tensor(), g.integer(1, "axis1", 0), g.integer(2, "axis2", 1)))));
        add(readOnly("numpy", "Ravel", g -> List.of(Ops.ravel(g.tensor()))));

        // parts and wholes
        add(list("numpy", "Concatenate", Structure.CONCATENATE, "xs", Ops::concatenate));
        add(list("numpy", "Stack", Structure.STACK, "x", Ops::stack));
        add(OperatorKinds.split());
        add(OperatorKinds.slice());
        add(OperatorKinds.get());
        add(option(
                "numpy",
                "Tile",
                Structure.TILE,
                "repeats",
                (Structure.Repeats r) -> r.counts(),
                g -> Ops.tile(g.tensor(), g.axes(1, "repeats"))));
        add(readOnly(
                "numpy",
                "Repeat",
                g -> List.of(Ops.repeat(g.tensor(), g.integer(1, "repeats", 1), g.integer(2, "axis", 0)))));
        add(readOnly("numpy", "Flip", g -> List.of(Ops.flip(g.tensor(), g.axes(1, "axis")))));

        // products and lookups
        add(OperatorKinds.matmul(LinearAlgebra.MATMUL));
        add(fromAxis("numpy", "Take", Lookups.GATHER, (Lookups.Along a) -> a.axis(), Ops::take));
        add(fromAxis(
                "numpy", "TakeAlongAxis", Lookups.TAKE_ALONG_AXIS, (Lookups.Along a) -> a.axis(), Ops::takeAlongAxis));
    }

    private Operators() {}

    private static void add(Operator o) {
        BY_CLASS.putIfAbsent(key(o.module(), o.className()), o);
        if (o.op() != null) {
            BY_OP.putIfAbsent(o.op(), o);
        }
    }

    private static String key(String module, String className) {
        return module + "." + className;
    }

    /** How an op is written; null if no file can hold it. */
    static @Nullable Operator of(Op<?> op) {
        return BY_OP.get(op);
    }

    /** Whether this is a module of operations, not of layers. */
    static boolean isModule(@Nullable Object module) {
        return module instanceof String s && (s.startsWith("keras.src.ops.") || s.startsWith("keras.ops"));
    }

    /** The operation of this class; null if it is not known. */
    static @Nullable Operator find(@Nullable Object module, String className) {
        if (!isModule(module)) {
            return null;
        }
        String m = String.valueOf(module);
        return BY_CLASS.get(key(m.substring(m.lastIndexOf('.') + 1), className));
    }

    /** Keras's names of the operations that are known. */
    static List<String> known() {
        List<String> out = new ArrayList<>();
        BY_CLASS.values().forEach(o -> out.add(o.className()));
        return out;
    }
}
