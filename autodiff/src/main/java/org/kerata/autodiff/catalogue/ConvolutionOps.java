package org.kerata.autodiff.catalogue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.Correlation;
import org.kerata.autodiff.ops.Padding;
import org.kerata.autodiff.ops.Pooling;

/** Convolutions and pooling over one to three spatial axes, channels last. */
public abstract class ConvolutionOps extends FourierOps {
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

    /**
     * The convolution of each channel with kernels of its own, {@code (…, channels, multiplier)}, and then of the pixels with a kernel {@code
     * (1, …, channels · multiplier, filters)}; strides, dilation and padding are those of the former.
     */
    public static Tensor separableConv(
            Tensor x, Tensor depthwiseKernel, Tensor pointwiseKernel, Convolutions.Convolution how) {
        List<Integer> ones = Collections.nCopies(how.strides().size(), 1);
        Tensor y = depthwiseConv(x, depthwiseKernel, how);
        return conv(y, pointwiseKernel, new Convolutions.Convolution(ones, ones, 1, Padding.VALID));
    }

    /** Two vectors moved along each other where the shorter lies within the longer: {@code c[k] = Σ a[n + k] · b[n]}. */
    public static Tensor correlate(Tensor a, Tensor b) {
        return correlate(a, b, "valid");
    }

    /** Two vectors moved along each other: {@code c[k] = Σ a[n + k] · b[n]}, in the mode "valid", "same" or "full". */
    public static Tensor correlate(Tensor a, Tensor b, String mode) {
        Correlation.Mode m = Correlation.Mode.of(mode);
        if (m == null) {
            throw new ConfigException(
                    "correlate: the mode must be " + Correlation.Mode.ALLOWED + ". Received: \"" + mode + "\".");
        }
        DType t = DType.promote(a.dtype(), b.dtype());
        DType r = t.isFloating() ? t : DType.FLOAT32;
        return Correlation.CORRELATE.apply(m, cast(a, r), cast(b, r));
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
