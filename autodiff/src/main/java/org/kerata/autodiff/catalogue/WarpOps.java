package org.kerata.autodiff.catalogue;

import java.util.Arrays;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.DataFormat;
import org.kerata.autodiff.ops.Interpolation;
import org.kerata.autodiff.ops.Rescaling;
import org.kerata.autodiff.ops.Sampling;
import org.kerata.autodiff.ops.Warping;

/** Images under another geometry, and elements of tensors at coordinates that need not be whole. Keras: {@code keras.ops.image}. */
public abstract class WarpOps extends FilterOps {
    /** Not made: its methods are static. */
    protected WarpOps() {}

    /** Elements of x, of rank r, at coordinates {@code (r, …)}, from their neighbours by distance; beyond the borders there are zeros. */
    public static Tensor mapCoordinates(Tensor x, Tensor coordinates) {
        return mapCoordinates(x, coordinates, Sampling.How.DEFAULT);
    }

    /** Elements of x, of rank r, at coordinates {@code (r, …)}. Keras's order 0 is the nearest, 1 bilinear. */
    public static Tensor mapCoordinates(Tensor x, Tensor coordinates, Sampling.How how) {
        return Sampling.MAP_COORDINATES.apply(how, x, real(coordinates));
    }

    /**
     * Images in which pixel {@code (x, y)} comes from {@code (a0·x + a1·y + a2, b0·x + b1·y + b2)}.
     *
     * @param transform {@code [a0, a1, a2, b0, b1, b2, 0, 0]} for all images, or {@code (n, 8)}
     */
    public static Tensor affineTransform(Tensor images, Tensor transform) {
        return affineTransform(images, transform, Sampling.How.DEFAULT, DataFormat.CHANNELS_LAST);
    }

    /** As {@link #affineTransform(Tensor, Tensor)}, with other settings. */
    public static Tensor affineTransform(Tensor images, Tensor transform, Sampling.How how, DataFormat format) {
        Tensor t = real(transform);
        return format.around(images, x -> Warping.AFFINE_TRANSFORM.apply(how, x, t));
    }

    /**
     * Images in which the start points lie at the end points and straight lines stay straight.
     *
     * @param startPoints four points {@code (x, y)}, shape {@code (4, 2)} for all images, or {@code (n, 4, 2)}
     * @param endPoints one for each start point
     */
    public static Tensor perspectiveTransform(Tensor images, Tensor startPoints, Tensor endPoints) {
        return perspectiveTransform(images, startPoints, endPoints, Sampling.How.DEFAULT, DataFormat.CHANNELS_LAST);
    }

    /** As {@link #perspectiveTransform(Tensor, Tensor, Tensor)}, with other settings. */
    public static Tensor perspectiveTransform(
            Tensor images, Tensor startPoints, Tensor endPoints, Sampling.How how, DataFormat format) {
        Tensor start = real(startPoints);
        Tensor end = cast(endPoints, start.dtype());
        return format.around(images, x -> Warping.PERSPECTIVE_TRANSFORM.apply(how, x, start, end));
    }

    /** Images whose pixels are moved about smoothly and at random, by Keras's defaults. */
    public static Tensor elasticTransform(Tensor key, Tensor images) {
        return elasticTransform(key, images, Warping.Elastic.DEFAULT, DataFormat.CHANNELS_LAST);
    }

    /**
     * Images whose pixels are moved about smoothly and at random. Rows and columns move independently of each other.
     *
     * @param key a seed and a counter
     */
    public static Tensor elasticTransform(Tensor key, Tensor images, Warping.Elastic how, DataFormat format) {
        return format.around(images, x -> Warping.ELASTIC_TRANSFORM.apply(how, x, key));
    }

    /** As the method with all arguments, smoothed where an axis shrinks. */
    public static Tensor scaleAndTranslate(
            Tensor images,
            Shape outputShape,
            Tensor scale,
            Tensor translation,
            int[] spatialDims,
            Interpolation method) {
        return scaleAndTranslate(images, outputShape, scale, translation, spatialDims, method, true);
    }

    /**
     * Images in which element i of an axis comes from {@code (i + 0.5 - translation) / scale - 0.5}. What lies outside is 0.
     *
     * @param scale one number for each of the spatial axes
     * @param translation one for each of them, in elements of the output
     * @param antialias whether axes that shrink are smoothed
     */
    public static Tensor scaleAndTranslate(
            Tensor images,
            Shape outputShape,
            Tensor scale,
            Tensor translation,
            int[] spatialDims,
            Interpolation method,
            boolean antialias) {
        Tensor s = real(scale);
        return Rescaling.SCALE_AND_TRANSLATE.apply(
                new Rescaling.Target(
                        outputShape, Arrays.stream(spatialDims).boxed().toList(), method, antialias),
                real(images),
                s,
                cast(translation, s.dtype()));
    }
}
