package org.kerata.serialization.legacy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** TensorFlow's functions and ops that Keras 3 has as operations, a line for each. */
final class TensorFlowFunctions {
    private static final Map<String, Known> BY_NAME = new HashMap<>();

    /**
     * What a function is in Keras 3.
     *
     * @param module the last part of the module
     * @param className Keras 3's class
     * @param parameters TensorFlow's names of the arguments, in the order of Keras 3's
     * @param otherwise what stands for arguments that are not given; an empty list where Keras 3 has the same
     */
    record Known(String module, String className, List<String> parameters, List<Object> otherwise) {}

    static {
        for (String[] two : new String[][] {
            {"Add", "__operators__.add", "math.add", "AddV2", "Add"},
            {"Subtract", "math.subtract", "Sub"},
            {"Multiply", "math.multiply", "Mul"},
            {"TrueDivide", "math.truediv", "math.divide", "RealDiv"},
            {"DivideNoNan", "math.divide_no_nan", "DivNoNan"},
            {"FloorDivide", "math.floordiv", "FloorDiv"},
            {"Mod", "math.floormod", "math.mod", "FloorMod"},
            {"Power", "math.pow", "Pow"},
            {"Maximum", "math.maximum", "Maximum"},
            {"Minimum", "math.minimum", "Minimum"},
            {"Arctan2", "math.atan2", "Atan2"},
            {"Equal", "math.equal", "__operators__.eq", "Equal"},
            {"NotEqual", "math.not_equal", "__operators__.ne", "NotEqual"},
            {"Less", "math.less", "Less"},
            {"LessEqual", "math.less_equal", "LessEqual"},
            {"Greater", "math.greater", "Greater"},
            {"GreaterEqual", "math.greater_equal", "GreaterEqual"},
            {"LogicalAnd", "math.logical_and", "LogicalAnd"},
            {"LogicalOr", "math.logical_or", "LogicalOr"},
        }) {
            add("numpy", two, List.of("x", "y"));
        }
        for (String[] one : new String[][] {
            {"Negative", "math.negative", "Neg"},
            {"Absolute", "math.abs", "Abs"},
            {"Sign", "math.sign", "Sign"},
            {"Square", "math.square", "Square"},
            {"Sqrt", "math.sqrt", "Sqrt"},
            {"Reciprocal", "math.reciprocal", "Reciprocal"},
            {"Floor", "math.floor", "Floor"},
            {"Ceil", "math.ceil", "Ceil"},
            {"Exp", "math.exp", "Exp"},
            {"Expm1", "math.expm1", "Expm1"},
            {"Log", "math.log", "Log"},
            {"Log1p", "math.log1p", "Log1p"},
            {"Tanh", "math.tanh", "nn.tanh", "Tanh"},
            {"Sin", "math.sin", "Sin"},
            {"Cos", "math.cos", "Cos"},
            {"Tan", "math.tan", "Tan"},
            {"Arcsin", "math.asin", "Asin"},
            {"Arccos", "math.acos", "Acos"},
            {"Arctan", "math.atan", "Atan"},
            {"Sinh", "math.sinh", "Sinh"},
            {"Cosh", "math.cosh", "Cosh"},
            {"LogicalNot", "math.logical_not", "LogicalNot"},
            {"ZerosLike", "zeros_like", "ZerosLike"},
            {"OnesLike", "ones_like", "OnesLike"},
            {"Copy", "identity", "Identity"},
        }) {
            add("numpy", one, List.of("x"));
        }
        for (String[] one : new String[][] {
            {"Sigmoid", "math.sigmoid", "nn.sigmoid", "Sigmoid"},
            {"Relu", "nn.relu", "Relu"},
            {"Relu6", "nn.relu6", "Relu6"},
            {"Selu", "nn.selu", "Selu"},
            {"Elu", "nn.elu", "Elu"},
            {"Softplus", "math.softplus", "nn.softplus", "Softplus"},
            {"Softsign", "math.softsign", "nn.softsign", "Softsign"},
            {"LogSigmoid", "math.log_sigmoid"},
        }) {
            add("nn", one, List.of("x"));
        }
        add("math", new String[] {"Rsqrt", "math.rsqrt", "Rsqrt"}, List.of("x"));
        add("math", new String[] {"Erf", "math.erf", "Erf"}, List.of("x"));
        add("core", new String[] {"StopGradient", "stop_gradient", "StopGradient"}, List.of("x"));
        add("core", new String[] {"Cast", "cast", "Cast"}, List.of("x", "dtype"));
        add("nn", new String[] {"Softmax", "nn.softmax", "Softmax"}, List.of("logits", "axis"));
        add("nn", new String[] {"LogSoftmax", "nn.log_softmax", "LogSoftmax"}, List.of("logits", "axis"));
        for (String kind : List.of("Sum", "Mean", "Max", "Min", "Prod", "Any", "All")) {
            String function = "math.reduce_" + kind.toLowerCase(java.util.Locale.ROOT);
            add("numpy", new String[] {kind, function, kind}, List.of("input_tensor", "axis", "keepdims"));
        }
        List<String> reduced = List.of("input_tensor", "axis", "keepdims");
        add("numpy", new String[] {"Std", "math.reduce_std"}, reduced);
        add("numpy", new String[] {"Var", "math.reduce_variance"}, reduced);
        add("math", new String[] {"Logsumexp", "math.reduce_logsumexp"}, reduced);
        add("numpy", new String[] {"Argmax", "math.argmax", "argmax", "ArgMax"}, List.of("input", "axis"), List.of(0));
        add("numpy", new String[] {"Argmin", "math.argmin", "argmin", "ArgMin"}, List.of("input", "axis"), List.of(0));
        add("numpy", new String[] {"Reshape", "reshape", "Reshape"}, List.of("tensor", "shape"));
        add("numpy", new String[] {"Transpose", "transpose", "compat.v1.transpose", "Transpose"}, List.of("a", "perm"));
        add("numpy", new String[] {"ExpandDims", "expand_dims", "ExpandDims"}, List.of("input", "axis"));
        add("numpy", new String[] {"Squeeze", "squeeze", "compat.v1.squeeze", "Squeeze"}, List.of("input", "axis"));
        add("numpy", new String[] {"Concatenate", "concat", "ConcatV2"}, List.of("values", "axis"));
        add("numpy", new String[] {"Stack", "stack", "Pack"}, List.of("values", "axis"), List.of(0));
        add("numpy", new String[] {"Split", "split"}, List.of("value", "num_or_size_splits", "axis"));
        add("numpy", new String[] {"Tile", "tile", "Tile"}, List.of("input", "multiples"));
        add("numpy", new String[] {"Clip", "clip_by_value"}, List.of("t", "clip_value_min", "clip_value_max"));
        add(
                "numpy",
                new String[] {"Matmul", "linalg.matmul", "MatMul", "BatchMatMul", "BatchMatMulV2"},
                List.of("a", "b"));
        add("numpy", new String[] {"Where", "where", "compat.v1.where", "SelectV2"}, List.of("condition", "x", "y"));
        add(
                "numpy",
                new String[] {"Take", "gather", "compat.v1.gather", "GatherV2"},
                List.of("params", "indices", "axis"),
                List.of(0));
        add(
                "numpy",
                new String[] {"GetItem", "__operators__.getitem", "StridedSlice"},
                List.of("tensor", "slice_spec"));
    }

    private TensorFlowFunctions() {}

    private static void add(String module, String[] names, List<String> parameters) {
        add(module, names, parameters, List.of());
    }

    private static void add(String module, String[] names, List<String> parameters, List<Object> last) {
        for (int i = 1; i < names.length; i++) {
            BY_NAME.put(names[i], new Known(module, names[0], parameters, last));
        }
    }

    /** What a function ({@code math.add}) or op ({@code AddV2}) is; null if Keras 3 has nothing like it. */
    static @Nullable Known find(String name) {
        return BY_NAME.get(name);
    }
}
