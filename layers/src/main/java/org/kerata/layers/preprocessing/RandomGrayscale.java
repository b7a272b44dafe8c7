package org.kerata.layers.preprocessing;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * In training, takes the colours out of some images; else passes images on. They keep their three channels.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Keras: {@code keras.layers.RandomGrayscale}, which does not write the seed into its config.
 */
public final class RandomGrayscale extends BaseRandomImages<RandomGrayscale> {
    private final Option<Double> factor = option("factor", Kind.real("from 0 to 1", f -> f >= 0 && f <= 1), 0.5);

    /** Out of every other image or so. */
    public RandomGrayscale() {}

    /** With this probability. */
    public RandomGrayscale(double factor) {
        this.factor.set(factor);
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        Tensor draw = Ops.randomUniform(random.get(), images.shape().dim(0), 1, 1, 1);
        Tensor gray = Ops.broadcastTo(Ops.rgbToGrayscale(images), images.shape());
        return Ops.where(Ops.less(draw, Tensor.scalar(factor.get(), draw.dtype())), gray, images);
    }

    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = super.config();
        out.remove("seed");
        return out;
    }
}
