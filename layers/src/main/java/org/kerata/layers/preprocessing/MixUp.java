package org.kerata.layers.preprocessing;

import java.util.function.Supplier;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * In training, blends each image with another one of the batch; else passes images on.
 *
 * <p>Images {@code (batch, height, width, channels)} and perhaps labels {@code (batch, classes)}, which are blended likewise; outputs of the same
 * shapes. Zhang et al., mixup: Beyond Empirical Risk Minimization, 2017. Keras: {@code keras.layers.MixUp}.
 */
public final class MixUp extends BaseMix<MixUp> {
    private final Option<Double> alpha = option("alpha", Kind.real("above 0", a -> a > 0), 0.2);

    /** With 0.2 for both parameters of the beta distribution: mostly one of the two images. */
    public MixUp() {}

    /** With both parameters of the beta distribution, from which each image's own part is drawn. */
    public MixUp(double alpha) {
        this.alpha.set(alpha);
    }

    @Override
    Mixed mixed(Tensor images, Supplier<Tensor> random) {
        Tensor order = order(random, images);
        Tensor a = Tensor.scalar(alpha.get(), DType.FLOAT32);
        Tensor own = Ops.randomBeta(random.get(), a, a, images.shape().dim(0), 1, 1, 1)
                .cast(images.dtype());
        Tensor y = own.times(images).plus(own.unaryMinus().plus(1).times(Ops.take(images, order, 0)));
        return new Mixed(y, order, own);
    }
}
