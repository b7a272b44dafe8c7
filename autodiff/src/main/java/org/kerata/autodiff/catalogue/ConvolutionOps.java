package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.Pooling;

/** Convolutions and pooling, channels last. */
public abstract class ConvolutionOps extends LinearAlgebraOps {
    /** Not made: its methods are static. */
    protected ConvolutionOps() {}

    /** The convolution of x {@code (n, …, channels)} with a kernel {@code (…, channels / groups, filters)}. */
    public static Tensor conv(Tensor x, Tensor kernel, Convolutions.Convolution how) {
        return Convolutions.CONV.apply(how, x, kernel);
    }

    /** The gradient of a convolution with respect to an input of the given shape. */
    public static Tensor convTranspose(Tensor x, Tensor kernel, Convolutions.Convolution how, Shape output) {
        return Convolutions.CONV_BACKWARD_INPUT.apply(new Convolutions.BackwardInput(how, output), x, kernel);
    }

    /** The convolution of each channel with kernels of its own, {@code (…, channels, multiplier)}; the groups are set here. */
    public static Tensor depthwiseConv(Tensor x, Tensor kernel, Convolutions.Convolution how) {
        return Convolutions.DEPTHWISE_CONV.apply(how.groups(kernel.shape().intDim(-2)), x, kernel);
    }

    /** The largest of each window of x {@code (n, …, channels)}. */
    public static Tensor maxPool(Tensor x, Pooling.Pool how) {
        return Pooling.MAX_POOL.apply(how, x);
    }

    /** The mean of each window of x {@code (n, …, channels)}; padding does not count. */
    public static Tensor averagePool(Tensor x, Pooling.Pool how) {
        return Pooling.AVERAGE_POOL.apply(how, x);
    }
}
