package org.kerata.autodiff.ops;

import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;

/** Filters of images {@code (…, height, width, channels)}, and how alike images are. Filters go along one axis after the other. */
public final class Filters {
    private static final double[] SMOOTH = {1, 2, 1};
    private static final double[] SLOPE = {-1, 0, 1};

    private Filters() {}

    /** A Gaussian bell, by its number of weights and its deviation in pixels, down the rows and along them. */
    public record Blur(int rows, int columns, double sigmaRows, double sigmaColumns) {
        public Blur {
            if (rows < 1 || columns < 1) {
                throw new ShapeException(
                        "A kernel must have at least 1 weight. Received: (" + rows + ", " + columns + ").");
            }
            if (!(sigmaRows > 0) || !(sigmaColumns > 0)) {
                throw new ShapeException(
                        "Deviations must be above 0. Received: (" + sigmaRows + ", " + sigmaColumns + ").");
            }
        }
    }

    /** Each pixel as the mean of its neighbourhood, weighed by a Gaussian bell; beyond the border there are zeros. */
    public static final Op<Blur> GAUSSIAN_BLUR = Op.<Blur>named("gaussian_blur")
            .shape((in, a) -> {
                Rules.requireFloating(in.get(0));
                Colors.requireImages(in.get(0));
                return in.get(0);
            })
            .definition((in, a) -> {
                int rows = in.get(0).rank() - 3;
                Tensor y = same(in.get(0), rows, bell(a.rows, a.sigmaRows));
                return List.of(same(y, rows + 1, bell(a.columns, a.sigmaColumns)));
            })
            .build();

    /** Of images {@code (n, height, width, channels)} the slopes down the rows and along them, {@code (…, channels, 2)}, by Sobel's masks. */
    public static final Op<NoAttributes> SOBEL_EDGES = Op.plain("sobel_edges")
            .shape((in, a) -> {
                Spec s = Rules.floating(in);
                if (s.shape().rank() != 4) {
                    throw new ShapeException(
                            "Images must have 4 axes (batch, height, width, channels). Received: " + s.shape() + ".");
                }
                return s.with(s.shape().append(2));
            })
            .definition((in, a) -> {
                Tensor x = in.get(0);
                Tensor down = same(same(x, 1, SLOPE), 2, SMOOTH);
                Tensor along = same(same(x, 2, SLOPE), 1, SMOOTH);
                return List.of(Ops.stack(List.of(down, along), -1));
            })
            .build();

    /** The largest value that a pixel can have. */
    public record Peak(double maxVal) {}

    /** Of two tensors of one shape the ratio of the largest value to the deviation between them, in decibels. */
    public static final Op<Peak> PSNR = Op.<Peak>named("psnr")
            .shape((in, a) -> {
                Spec s = alike(in);
                Rules.requireFloating(s);
                return s.with(Shape.SCALAR);
            })
            .definition((in, a) -> {
                Tensor apart = in.get(0).minus(in.get(1));
                Tensor square = Ops.mean(Ops.square(apart), new int[0], false);
                return List.of(Ops.log10(square).times(-10).plus(20 * Math.log10(a.maxVal)));
            })
            .build();

    /**
     * How images are compared.
     *
     * @param maxVal the largest value that a pixel can have
     * @param filterSize the number of weights of the Gaussian bell that makes neighbourhoods
     * @param filterSigma its deviation in pixels
     * @param k1 steadies the comparison of means
     * @param k2 steadies the comparison of deviations
     */
    public record Similarity(double maxVal, int filterSize, double filterSigma, double k1, double k2) {
        /** Keras's defaults. */
        public static final Similarity DEFAULT = new Similarity(1, 11, 1.5, 0.01, 0.03);
    }

    /**
     * The structural similarity of two images or batches, 1 where they are equal (Wang and others, "Image quality assessment: from error
     * visibility to structural similarity", 2004): one number for each image.
     */
    public static final Op<Similarity> SSIM = Op.<Similarity>named("ssim")
            .shape((in, a) -> {
                Spec s = alike(in);
                Shape x = Colors.requireImages(s);
                for (int axis = x.rank() - 3; axis < x.rank() - 1; axis++) {
                    if (x.dim(axis) != Shape.UNKNOWN && x.dim(axis) < a.filterSize) {
                        throw new ShapeException("Images must have at least " + a.filterSize
                                + " rows and columns, as many as the filter. Received: " + x + ".");
                    }
                }
                return s.with(x.slice(0, x.rank() - 3));
            })
            .definition((in, a) -> {
                DType type = in.get(0).dtype();
                DType real = type.isFloating() ? type : DType.FLOAT32;
                return List.of(similarity(in.get(0).cast(real), in.get(1).cast(real), a)
                        .cast(type));
            })
            .build();

    private static Tensor similarity(Tensor x, Tensor y, Similarity a) {
        double c1 = a.k1 * a.maxVal * a.k1 * a.maxVal;
        double c2 = a.k2 * a.maxVal * a.k2 * a.maxVal;
        Tensor meanX = neighbourhoods(x, a);
        Tensor meanY = neighbourhoods(y, a);
        Tensor squareX = Ops.square(meanX);
        Tensor squareY = Ops.square(meanY);
        Tensor both = meanX.times(meanY);
        Tensor varianceX = neighbourhoods(Ops.square(x), a).minus(squareX);
        Tensor varianceY = neighbourhoods(Ops.square(y), a).minus(squareY);
        Tensor covariance = neighbourhoods(x.times(y), a).minus(both);
        Tensor alike = both.times(2).plus(c1).times(covariance.times(2).plus(c2));
        Tensor all =
                squareX.plus(squareY).plus(c1).times(varianceX.plus(varianceY).plus(c2));
        return Ops.mean(alike.div(all), new int[] {-3, -2, -1}, false);
    }

    private static Tensor neighbourhoods(Tensor x, Similarity a) {
        double[] bell = bell(a.filterSize, a.filterSigma);
        int rows = x.rank() - 3;
        return filtered(filtered(x, rows, bell, 0, 0), rows + 1, bell, 0, 0);
    }

    /** Weights of sum 1. */
    private static double[] bell(int n, double sigma) {
        double[] v = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double x = (i - (n - 1) / 2.0) / sigma;
            v[i] = Math.exp(-0.5 * x * x);
            sum += v[i];
        }
        for (int i = 0; i < n; i++) {
            v[i] /= sum;
        }
        return v;
    }

    /** An axis filtered, as long as before. */
    private static Tensor same(Tensor x, int axis, double[] weights) {
        int front = (weights.length - 1) / 2;
        return filtered(x, axis, weights, front, weights.length - 1 - front);
    }

    /** Each element of an axis, and of so many zeros in front and behind it, that begins a window, as the sum of the weighted window. */
    private static Tensor filtered(Tensor x, int axis, double[] weights, int front, int behind) {
        int n = x.shape().intDim(axis);
        Taps.Builder b = new Taps.Builder(n, n + front + behind - weights.length + 1);
        for (int o = -front; o <= n + behind - weights.length; o++) {
            for (int i = Math.max(0, -o); i < weights.length && o + i < n; i++) {
                b.tap(o + i, weights[i]);
            }
            b.next();
        }
        return Resizing.RESAMPLE.apply(new Resizing.Resample(axis, b.build()), x);
    }

    private static Spec alike(List<Spec> in) {
        Spec a = in.get(0);
        Spec b = in.get(1);
        if (a.dtype() != b.dtype() || !a.shape().matches(b.shape())) {
            throw new ShapeException("Both images must have one type and shape. Received: " + a + " and " + b + ".");
        }
        return a;
    }
}
