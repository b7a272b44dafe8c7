package org.kerata.layers.preprocessing;

import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * A rectangle in each image, from anywhere on.
 *
 * @param inside which pixels lie in it, {@code (images, height, width, 1)}
 * @param area its part of the image, {@code (images, 1, 1, 1)}
 */
record Boxes(Tensor inside, Tensor area) {
    /**
     * Rectangles of these sizes.
     *
     * @param height their part of the images' height, {@code (images, 1, 1, 1)}
     * @param width their part of the width
     */
    static Boxes draw(Supplier<Tensor> random, Tensor images, Tensor height, Tensor width) {
        Tensor columns = along(random, images, 2, width);
        Tensor rows = along(random, images, 1, height);
        return new Boxes(Ops.logicalAnd(columns, rows), height.times(width));
    }

    private static Tensor along(Supplier<Tensor> random, Tensor images, int axis, Tensor part) {
        long n = images.shape().dim(axis);
        Tensor length = part.times(n);
        Tensor u =
                Ops.randomUniform(random.get(), images.shape().dim(0), 1, 1, 1).cast(images.dtype());
        Tensor from = u.times(length.unaryMinus().plus(n));
        Tensor at = Ops.arange((int) n).cast(images.dtype()).reshape(axis == 1 ? n : 1, axis == 2 ? n : 1, 1);
        return Ops.logicalAnd(Ops.greaterEqual(at, from), Ops.less(at, from.plus(length)));
    }
}
