package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * In training, puts a rectangle of another image of the batch into each; else passes images on. Single images stay.
 *
 * <p>Images {@code (batch, height, width, channels)} and perhaps labels {@code (batch, classes)}, which are mixed by the rectangle's part of the
 * image; outputs of the same shapes. Yun et al., CutMix, 2019. Keras: {@code keras.layers.CutMix}.
 */
public final class CutMix extends BaseMix<CutMix> {
    private static final double EPSILON = 1e-6;

    private final Option<Factor> factor = option("factor", Factor.PARTS, Factor.upTo(1));

    /** Rectangles of any size. */
    public CutMix() {}

    /** With this for the upper bound of both parameters of the beta distribution from which the parts that stay are drawn. */
    public CutMix(double factor) {
        this.factor.set(factor);
    }

    /** With both parameters of the beta distribution, from which the parts that stay are drawn, between these. */
    public CutMix(double low, double high) {
        this.factor.set(List.of(low, high));
    }

    @Override
    Mixed mixed(Tensor images, Supplier<Tensor> random) {
        long n = images.shape().dim(0);
        Tensor alpha = factor.get().draw(random, EPSILON, 1).reshape();
        Tensor kept = Ops.randomBeta(random.get(), alpha, alpha, n, 1, 1, 1).cast(images.dtype());
        Tensor side = Ops.sqrt(Ops.clip(kept.unaryMinus().plus(1), 0, 1));
        Boxes boxes = Boxes.draw(random, images, side, side);
        Tensor order = order(random, images);
        Tensor y = Ops.where(boxes.inside(), Ops.take(images, order, 0), images);
        return new Mixed(y, order, boxes.area().unaryMinus().plus(1));
    }
}
