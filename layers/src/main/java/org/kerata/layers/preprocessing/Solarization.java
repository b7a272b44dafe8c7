package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * In training, adds a number to the pixels of each image and inverts those that are not below another; else passes images on. Both numbers are
 * the image's own.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Keras: {@code keras.layers.Solarization}.
 */
public final class Solarization extends BaseRangedImages<Solarization> {
    private static final double WHITE = 255;

    private final Option<Factor> additionFactor = option("addition_factor", Factor.PARTS, Factor.upTo(0));
    private final Option<Factor> thresholdFactor = option("threshold_factor", Factor.PARTS, Factor.upTo(0));

    /** Inverts all pixels. */
    public Solarization() {}

    /** Adds up to the first part of the range, and inverts from up to the second on. */
    public Solarization(double additionFactor, double thresholdFactor) {
        this.additionFactor.set(additionFactor);
        this.thresholdFactor.set(thresholdFactor);
    }

    /** What is added: at least the first, as a number of bytes, and up to the second as a part of the range, as in Keras. */
    public Solarization additionFactor(double low, double high) {
        return with(additionFactor, List.of(low, high));
    }

    /** From what on pixels are inverted: at least the first, as a number of bytes, and up to the second as a part of the range. */
    public Solarization thresholdFactor(double low, double high) {
        return with(thresholdFactor, List.of(low, high));
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        Tensor added = draw(additionFactor.get(), random, images);
        Tensor from = draw(thresholdFactor.get(), random, images);
        Tensor x = Ops.clip(ValueRange.moved(images, range(), ValueRange.BYTES).plus(added), 0, WHITE);
        Tensor y = Ops.where(Ops.less(x, from), x, x.unaryMinus().plus(WHITE));
        return ValueRange.moved(y, ValueRange.BYTES, range());
    }

    private static Tensor draw(Factor f, Supplier<Tensor> random, Tensor images) {
        return new Factor(f.low(), f.high() * WHITE, f.given()).perImage(random, images);
    }
}
