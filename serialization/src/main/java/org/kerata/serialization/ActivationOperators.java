package org.kerata.serialization;

import static org.kerata.serialization.OperatorKinds.axis;
import static org.kerata.serialization.OperatorKinds.option;
import static org.kerata.serialization.OperatorKinds.options;
import static org.kerata.serialization.OperatorKinds.readOnly;
import static org.kerata.serialization.OperatorKinds.unary;
import static org.kerata.serialization.OperatorKinds.withOptions;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Activations;
import org.kerata.autodiff.ops.PiecewiseActivations;
import org.kerata.autodiff.ops.RowNormalizations;
import org.kerata.autodiff.ops.SmoothActivations;
import org.kerata.autodiff.ops.Statistics;

/** Activations and normalizations between layers: {@code keras.ops.nn}. */
final class ActivationOperators {
    /** Keras's {@code backend.epsilon()}, where nothing else is said. */
    private static final double EPSILON = 1e-7;

    private ActivationOperators() {}

    static List<Operator> all() {
        return List.of(
                unary("nn", "Relu", Activations.RELU, Activations.Relu.PLAIN, Ops::relu),
                unary("nn", "Relu6", Activations.RELU6, Ops::relu6),
                unary("nn", "Silu", Activations.SILU, Ops::silu),
                unary("nn", "Selu", Activations.SELU, Ops::selu),
                unary("nn", "Softplus", Activations.SOFTPLUS, Ops::softplus),
                unary("nn", "Softsign", SmoothActivations.SOFTSIGN, Ops::softsign),
                unary("nn", "LogSigmoid", SmoothActivations.LOG_SIGMOID, Ops::logSigmoid),
                unary("nn", "TanhShrink", SmoothActivations.TANH_SHRINK, Ops::tanhShrink),
                unary("nn", "HardSigmoid", PiecewiseActivations.HARD_SIGMOID, Ops::hardSigmoid),
                unary("nn", "HardSilu", PiecewiseActivations.HARD_SILU, Ops::hardSilu),
                unary("nn", "HardTanh", PiecewiseActivations.HARD_TANH, Ops::hardTanh),
                unary("nn", "SparsePlus", PiecewiseActivations.SPARSE_PLUS, Ops::sparsePlus),
                unary("nn", "SparseSigmoid", PiecewiseActivations.SPARSE_SIGMOID, Ops::sparseSigmoid),
                option(
                        "nn",
                        "LeakyRelu",
                        Activations.LEAKY_RELU,
                        "negative_slope",
                        Activations.Leaky::negativeSlope,
                        g -> Ops.leakyRelu(g.tensor(), g.number(1, "negative_slope", 0.2))),
                option(
                        "nn",
                        "Elu",
                        Activations.ELU,
                        "alpha",
                        Activations.Elu::alpha,
                        g -> Ops.elu(g.tensor(), g.number(1, "alpha", 1))),
                option(
                        "nn",
                        "Celu",
                        SmoothActivations.CELU,
                        "alpha",
                        SmoothActivations.Celu::alpha,
                        g -> Ops.celu(g.tensor(), g.number(1, "alpha", 1))),
                option(
                        "nn",
                        "Gelu",
                        Activations.GELU,
                        "approximate",
                        Activations.Gelu::approximate,
                        g -> Ops.gelu(g.tensor(), g.truth(1, "approximate", true))),
                option(
                        "nn",
                        "HardShrink",
                        PiecewiseActivations.HARD_SHRINK,
                        "threshold",
                        PiecewiseActivations.Width::threshold,
                        g -> Ops.hardShrink(g.tensor(), g.number(1, "threshold", 0.5))),
                option(
                        "nn",
                        "SoftShrink",
                        PiecewiseActivations.SOFT_SHRINK,
                        "threshold",
                        PiecewiseActivations.Width::threshold,
                        g -> Ops.softShrink(g.tensor(), g.number(1, "threshold", 0.5))),
                withOptions(
                        "nn",
                        "Threshold",
                        PiecewiseActivations.THRESHOLD,
                        (PiecewiseActivations.Gate a) ->
                                options("threshold", a.threshold(), "default_value", a.defaultValue()),
                        g -> Ops.threshold(g.tensor(), g.number(1, "threshold", 0), g.number(2, "default_value", 0))),
                option(
                        "nn",
                        "Squareplus",
                        SmoothActivations.SQUAREPLUS,
                        "b",
                        SmoothActivations.Bend::b,
                        g -> Ops.squareplus(g.tensor(), g.number(1, "b", 4))),
                axis("nn", "Glu", SmoothActivations.GLU, Activations.AlongAxis::axis, -1, Ops::glu),
                axis("nn", "Sparsemax", SmoothActivations.SPARSEMAX, Activations.AlongAxis::axis, -1, Ops::sparsemax),
                axis("nn", "Softmax", Activations.SOFTMAX, Activations.AlongAxis::axis, -1, Ops::softmax),
                axis("nn", "LogSoftmax", Activations.LOG_SOFTMAX, Activations.AlongAxis::axis, -1, Ops::logSoftmax),
                withOptions(
                        "nn",
                        "Normalize",
                        Statistics.NORMALIZE,
                        (Statistics.Norm a) -> options("axis", a.axis(), "order", a.order(), "epsilon", a.epsilon()),
                        ActivationOperators::normalize),
                withOptions(
                        "nn",
                        "LayerNorm",
                        RowNormalizations.LAYER_NORM,
                        (RowNormalizations.RowNorm a) -> options("axis", -1, "epsilon", a.epsilon()),
                        ActivationOperators::layerNorm),
                withOptions(
                        "nn",
                        "RMSNorm",
                        RowNormalizations.RMS_NORM,
                        (RowNormalizations.RowNorm a) -> options("axis", -1, "epsilon", a.epsilon()),
                        ActivationOperators::rmsNorm),
                readOnly("nn", "Moments", g -> {
                    g.only("synchronized", false);
                    return Ops.moments(g.tensor(), g.axes(1, "axes"), g.truth(2, "keepdims", false));
                }));
    }

    private static Tensor normalize(Given g) {
        int axis = g.integer(1, "axis", -1);
        int order = g.integer(2, "order", 2);
        return g.has(3, "epsilon")
                ? Ops.normalize(g.tensor(), axis, order, g.number(3, "epsilon", 0))
                : Ops.normalize(g.tensor(), axis, order);
    }

    private static Tensor layerNorm(Given g) {
        if (g.truth(-1, "rms_scaling", false)) {
            throw new ConfigException(g.what() + ": rms_scaling must be false. Received: true.");
        }
        Tensor x = g.tensor();
        Tensor gamma = g.tensorOrNull(1, "gamma");
        Tensor beta = g.tensorOrNull(2, "beta");
        int[] axes = rowAxes(g);
        double epsilon = g.number(-1, "epsilon", EPSILON);
        return isLast(x, axes)
                ? RowNormalizations.LAYER_NORM.apply(
                        new RowNormalizations.RowNorm(epsilon), x, vector(x, gamma, 1), vector(x, beta, 0))
                : Ops.layerNormalization(x, gamma, beta, axes, epsilon);
    }

    private static Tensor rmsNorm(Given g) {
        Tensor x = g.tensor();
        Tensor scale = g.tensorOrNull(1, "scale");
        int[] axes = rowAxes(g);
        double epsilon = g.number(-1, "epsilon", EPSILON);
        return isLast(x, axes)
                ? RowNormalizations.RMS_NORM.apply(new RowNormalizations.RowNorm(epsilon), x, vector(x, scale, 1))
                : Ops.rmsNormalization(x, scale, axes, epsilon);
    }

    private static boolean isLast(Tensor x, int[] axes) {
        return axes.length == 1
                && x.shape().axis(axes[0]) == x.rank() - 1
                && x.shape().last() != Shape.UNKNOWN;
    }

    private static Tensor vector(Tensor x, @Nullable Tensor given, double otherwise) {
        return given != null ? given : Ops.full(Shape.of(x.shape().last()), otherwise, x.dtype());
    }

    private static int[] rowAxes(Given g) {
        int[] axes = g.axes(-1, "axis");
        return axes.length == 0 ? new int[] {-1} : axes;
    }
}
