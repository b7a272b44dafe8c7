package org.kerata.autodiff.catalogue;

import java.util.Arrays;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.Pooling;

/** Convolutions and pooling over one to three spatial axes, channels last. */
public abstract class ConvolutionOps extends LinearAlgebraOps {
    /** Not made: its methods are static. */
    protected ConvolutionOps() {}

    /** The convolution of x {@code (n, …, channels)} with a kernel {@code (…, channels / groups, filters)}. */
    public static Tensor conv(Tensor x, Tensor kernel, Convolutions.Convolution how) {
        return Convolutions.CONV.apply(how, x, kernel);
    }

    /**
     * The transposed convolution of x {@code (n, …, channels)} with a kernel {@code (…, filters, channels)}: the gradient of a convolution
     * with respect to its input. The output's lengths are Keras's.
     */
    public static Tensor convTranspose(Tensor x, Tensor kernel, Convolutions.Transposed how) {
        return Convolutions.CONV_TRANSPOSE.apply(how, x, kernel);
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

    /** The largest of each of so many windows along the spatial axes of x {@code (n, …, channels)}; one number for each axis. */
    public static Tensor adaptiveMaxPool(Tensor x, int... outputSize) {
        return Pooling.ADAPTIVE_MAX_POOL.apply(adaptive(outputSize), x);
    }

    /** The mean of each of so many windows along the spatial axes of x {@code (n, …, channels)}; one number for each axis. */
    public static Tensor adaptiveAveragePool(Tensor x, int... outputSize) {
        return Pooling.ADAPTIVE_AVERAGE_POOL.apply(adaptive(outputSize), x);
    }

    private static Pooling.Adaptive adaptive(int[] outputSize) {
        return new Pooling.Adaptive(Arrays.stream(outputSize).boxed().toList());
    }
}
