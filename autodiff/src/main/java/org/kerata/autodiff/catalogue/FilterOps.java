package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.DataFormat;
import org.kerata.autodiff.ops.Filters;

/** Filters of images {@code (…, height, width, channels)}, and how alike images are. */
public abstract class FilterOps extends ColorOps {
    /** Not made: its methods are static. */
    protected FilterOps() {}

    /** Images smoothed by a Gaussian bell of 3 × 3 pixels and deviation 1. */
    public static Tensor gaussianBlur(Tensor images) {
        return gaussianBlur(images, new int[] {3, 3}, new double[] {1, 1}, DataFormat.CHANNELS_LAST);
    }

    /**
     * Images smoothed by a Gaussian bell; beyond the border there are zeros.
     *
     * @param kernelSize its width and its height, in this order, as Keras takes them
     * @param sigma its deviations along the width and the height, in pixels
     */
    public static Tensor gaussianBlur(Tensor images, int[] kernelSize, double[] sigma, DataFormat format) {
        Filters.Blur how = new Filters.Blur(kernelSize[1], kernelSize[0], sigma[1], sigma[0]);
        return format.around(images, x -> Filters.GAUSSIAN_BLUR.apply(how, x));
    }

    /** Of images {@code (n, height, width, channels)} the slopes down the rows and along them, {@code (…, channels, 2)}, by Sobel's masks. */
    public static Tensor sobelEdges(Tensor images) {
        return Filters.SOBEL_EDGES.apply(NONE, images);
    }

    /** As {@link #sobelEdges(Tensor)}, with the channels where the format says; the two slopes are last in either. */
    public static Tensor sobelEdges(Tensor images, DataFormat format) {
        Tensor edges = sobelEdges(format.toLast(images, 2));
        return format == DataFormat.CHANNELS_LAST ? edges : moveaxis(edges, -2, 1);
    }

    /** The peak signal-to-noise ratio of two tensors in decibels: {@code 20·log₁₀(maxVal) - 10·log₁₀(mean((x - y)²))}. */
    public static Tensor psnr(Tensor x, Tensor y, double maxVal) {
        Tensor a = real(x);
        return Filters.PSNR.apply(new Filters.Peak(maxVal), a, cast(y, a.dtype()));
    }

    /** The structural similarity of two images or batches with values from 0 to 1: one number for each image. */
    public static Tensor ssim(Tensor image1, Tensor image2) {
        return ssim(image1, image2, Filters.Similarity.DEFAULT, DataFormat.CHANNELS_LAST);
    }

    /** The structural similarity of two images or batches: one number for each image. */
    public static Tensor ssim(Tensor image1, Tensor image2, Filters.Similarity how, DataFormat format) {
        return Filters.SSIM.apply(how, format.toLast(image1, 2), format.toLast(cast(image2, image1.dtype()), 2));
    }
}
