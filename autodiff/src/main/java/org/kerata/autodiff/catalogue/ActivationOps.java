package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Activations;

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
}
