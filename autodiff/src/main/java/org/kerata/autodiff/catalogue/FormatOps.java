package org.kerata.autodiff.catalogue;

import java.util.Map;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.DataFormat;
import org.kerata.autodiff.ops.Pooling;

/** Convolutions, pooling and their kin with the channels where a format says; with the channels first, x is turned and turned back. */
public abstract class FormatOps extends DefaultOps {
    /** Not made: its methods are static. */
    protected FormatOps() {}

    /** As {@link #conv(Tensor, Tensor, Convolutions.Convolution)}. */
    public static Tensor conv(Tensor x, Tensor kernel, Convolutions.Convolution how, DataFormat format) {
        int axes = x.rank() - 2;
        return format.fromLast(conv(format.toLast(x, axes), kernel, how), axes);
    }

    /** As {@link #convTranspose(Tensor, Tensor, Convolutions.Transposed)}. */
    public static Tensor convTranspose(Tensor x, Tensor kernel, Convolutions.Transposed how, DataFormat format) {
        int axes = x.rank() - 2;
        return format.fromLast(convTranspose(format.toLast(x, axes), kernel, how), axes);
    }

    /** As {@link #depthwiseConv(Tensor, Tensor, Convolutions.Convolution)}. */
    public static Tensor depthwiseConv(Tensor x, Tensor kernel, Convolutions.Convolution how, DataFormat format) {
        int axes = x.rank() - 2;
        return format.fromLast(depthwiseConv(format.toLast(x, axes), kernel, how), axes);
    }

    /** As {@link #separableConv(Tensor, Tensor, Tensor, Convolutions.Convolution)}. */
    public static Tensor separableConv(
            Tensor x, Tensor depthwiseKernel, Tensor pointwiseKernel, Convolutions.Convolution how, DataFormat format) {
        int axes = x.rank() - 2;
        return format.fromLast(separableConv(format.toLast(x, axes), depthwiseKernel, pointwiseKernel, how), axes);
    }

    /** As {@link #maxPool(Tensor, Pooling.Pool)}. */
    public static Tensor maxPool(Tensor x, Pooling.Pool how, DataFormat format) {
        int axes = x.rank() - 2;
        return format.fromLast(maxPool(format.toLast(x, axes), how), axes);
    }

    /** As {@link #averagePool(Tensor, Pooling.Pool)}. */
    public static Tensor averagePool(Tensor x, Pooling.Pool how, DataFormat format) {
        int axes = x.rank() - 2;
        return format.fromLast(averagePool(format.toLast(x, axes), how), axes);
    }

    /** Blocks of pixels as channels; with the channels first, {@code (n, c, rows, columns)} becomes {@code (n, c · size², …)}, c outermost. */
    public static Tensor spaceToDepth(Tensor images, int size, DataFormat format) {
        return format == DataFormat.CHANNELS_LAST
                ? spaceToDepth(images, size)
                : rearrange(images, "n c (h a) (w b) -> n (c a b) h w", Map.of("a", size, "b", size));
    }

    /** Channels as blocks of pixels; with the channels first, {@code (n, c · size², rows, columns)} becomes {@code (n, c, …)}, c outermost. */
    public static Tensor depthToSpace(Tensor images, int size, DataFormat format) {
        return format == DataFormat.CHANNELS_LAST
                ? depthToSpace(images, size)
                : rearrange(images, "n (c a b) h w -> n c (h a) (w b)", Map.of("a", size, "b", size));
    }
}
