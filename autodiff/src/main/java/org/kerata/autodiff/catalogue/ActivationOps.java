package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Activations;
import org.kerata.autodiff.ops.PiecewiseActivations;
import org.kerata.autodiff.ops.SmoothActivations;

/** Activations. */
public abstract class ActivationOps extends ElementwiseOps {
    /** Not made: its methods are static. */
    protected ActivationOps() {}

    /** {@code max(x, 0)}. */
    public static Tensor relu(Tensor x) {
        return x.dtype().isFloating()
                ? Activations.RELU.apply(Activations.Relu.PLAIN, x)
                : maximum(x, Tensor.scalar(0, DType.INT32));
    }

    /** x above the threshold and up to the maximum; below the threshold, the slope times the distance from it. */
    public static Tensor relu(Tensor x, double negativeSlope, double maxValue, double threshold) {
        return Activations.RELU.apply(new Activations.Relu(negativeSlope, maxValue, threshold), real(x));
    }

    /** x between 0 and 6. */
    public static Tensor relu6(Tensor x) {
        return Activations.RELU6.apply(NONE, real(x));
    }

    /** x, and below 0 the slope times x. */
    public static Tensor leakyRelu(Tensor x, double negativeSlope) {
        return Activations.LEAKY_RELU.apply(new Activations.Leaky(negativeSlope), real(x));
    }

    /** x, and below 0 {@code alpha · (eˣ - 1)}. */
    public static Tensor elu(Tensor x, double alpha) {
        return Activations.ELU.apply(new Activations.Elu(alpha), real(x));
    }

    /** The self-normalising exponential unit. */
    public static Tensor selu(Tensor x) {
        return Activations.SELU.apply(NONE, real(x));
    }

    /** x times the normal distribution function at x; approximately, by tanh. */
    public static Tensor gelu(Tensor x, boolean approximate) {
        return Activations.GELU.apply(new Activations.Gelu(approximate), real(x));
    }

    /** {@code x · sigmoid(x)}. */
    public static Tensor silu(Tensor x) {
        return Activations.SILU.apply(NONE, real(x));
    }

    /** {@code log(1 + eˣ)}. */
    public static Tensor softplus(Tensor x) {
        return Activations.SOFTPLUS.apply(NONE, real(x));
    }

    /** {@code eˣ}, scaled to the sum 1 along an axis. */
    public static Tensor softmax(Tensor x, int axis) {
        return Activations.SOFTMAX.apply(new Activations.AlongAxis(x.shape().axis(axis)), real(x));
    }

    /** The logarithm of softmax. */
    public static Tensor logSoftmax(Tensor x, int axis) {
        return Activations.LOG_SOFTMAX.apply(new Activations.AlongAxis(x.shape().axis(axis)), real(x));
    }

    /** x, and below 0 {@code alpha · (e^(x / alpha) - 1)}. */
    public static Tensor celu(Tensor x, double alpha) {
        if (alpha == 0 || Double.isNaN(alpha)) {
            throw new ConfigException("celu: alpha must not be 0. Received: " + alpha + ".");
        }
        return SmoothActivations.CELU.apply(new SmoothActivations.Celu(alpha), real(x));
    }

    /** The first half of an axis times the sigmoid of the second. */
    public static Tensor glu(Tensor x, int axis) {
        return SmoothActivations.GLU.apply(new Activations.AlongAxis(x.shape().axis(axis)), real(x));
    }

    /** x, and 0 where it is within the threshold of 0. Keras's threshold is 0.5. */
    public static Tensor hardShrink(Tensor x, double threshold) {
        return PiecewiseActivations.HARD_SHRINK.apply(new PiecewiseActivations.Width(threshold), real(x));
    }

    /** {@code x / 6 + 0.5} between 0 and 1. */
    public static Tensor hardSigmoid(Tensor x) {
        return PiecewiseActivations.HARD_SIGMOID.apply(NONE, real(x));
    }

    /** x times {@link #hardSigmoid} of it. */
    public static Tensor hardSilu(Tensor x) {
        return PiecewiseActivations.HARD_SILU.apply(NONE, real(x));
    }

    /** Another name of {@link #hardSilu}. */
    public static Tensor hardSwish(Tensor x) {
        return hardSilu(x);
    }

    /** x between -1 and 1. */
    public static Tensor hardTanh(Tensor x) {
        return PiecewiseActivations.HARD_TANH.apply(NONE, counted(x));
    }

    /** The logarithm of the sigmoid. */
    public static Tensor logSigmoid(Tensor x) {
        return SmoothActivations.LOG_SIGMOID.apply(NONE, real(x));
    }

    /** {@code x · tanh(softplus(x))}. */
    public static Tensor mish(Tensor x) {
        return SmoothActivations.MISH.apply(NONE, real(x));
    }

    /** x moved by the threshold towards 0, and 0 where it is within the threshold of 0. Keras's threshold is 0.5. */
    public static Tensor softShrink(Tensor x, double threshold) {
        return PiecewiseActivations.SOFT_SHRINK.apply(new PiecewiseActivations.Width(threshold), real(x));
    }

    /** {@code x / (1 + |x|)}. */
    public static Tensor softsign(Tensor x) {
        return SmoothActivations.SOFTSIGN.apply(NONE, real(x));
    }

    /** 0 up to -1, x from 1 on, and a parabola between. */
    public static Tensor sparsePlus(Tensor x) {
        return PiecewiseActivations.SPARSE_PLUS.apply(NONE, real(x));
    }

    /** {@code (x + 1) / 2} between 0 and 1. */
    public static Tensor sparseSigmoid(Tensor x) {
        return PiecewiseActivations.SPARSE_SIGMOID.apply(NONE, real(x));
    }

    /** The nearest point whose elements along an axis are not negative and sum to 1. */
    public static Tensor sparsemax(Tensor x, int axis) {
        return SmoothActivations.SPARSEMAX.apply(
                new Activations.AlongAxis(x.shape().axis(axis)), real(x));
    }

    /** {@code (x + √(x² + b)) / 2}. Keras's b is 4. */
    public static Tensor squareplus(Tensor x, double b) {
        return SmoothActivations.SQUAREPLUS.apply(new SmoothActivations.Bend(b), real(x));
    }

    /** Another name of {@link #silu}. */
    public static Tensor swish(Tensor x) {
        return silu(x);
    }

    /** {@code x - tanh(x)}. */
    public static Tensor tanhShrink(Tensor x) {
        return SmoothActivations.TANH_SHRINK.apply(NONE, real(x));
    }

    /** x above the threshold, elsewhere the default value. */
    public static Tensor threshold(Tensor x, double threshold, double defaultValue) {
        return PiecewiseActivations.THRESHOLD.apply(new PiecewiseActivations.Gate(threshold, defaultValue), counted(x));
    }
}
