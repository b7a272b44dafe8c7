package org.kerata.layers.preprocessing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The changes among which {@link RandAugment} and {@link AugMix} choose: one for all of a batch, whose numbers are each image's own.
 *
 * @param all the changes
 */
record Augmentations(List<Augmentation> all) {
    private static final long APART = 1L << 32;

    /** A change of images {@code (batch, height, width, channels)}. */
    interface Augmentation {
        Tensor of(Tensor images, Supplier<Tensor> random);
    }

    /**
     * Those of a strength.
     *
     * @param some whether brightness, colours, contrast and sharpness are left out
     */
    static Augmentations of(Factor factor, double[] range, String interpolation, boolean some) {
        double low = factor.low();
        double high = factor.high();
        RandomPosterization bits = ranged(new RandomPosterization(Math.max(1, (int) (8 * high))), range);
        AutoContrast contrast = new AutoContrast().valueRange(range[0], range[1]);
        Equalization equal = new Equalization().valueRange(range[0], range[1]);
        Solarization solar = new Solarization().additionFactor(low, high).thresholdFactor(low, high);
        List<Augmentation> all = new ArrayList<>(List.of(
                new RandomShear().xFactor(low, high).yFactor(low, high).interpolation(interpolation)::augmented,
                new RandomTranslation(0, 0)
                        .heightFactor(low, high)
                        .widthFactor(low, high)
                        .interpolation(interpolation)::augmented,
                new RandomRotation(low, high).interpolation(interpolation)::augmented,
                bits::augmented,
                ranged(solar, range)::augmented,
                (x, random) -> contrast.enhanced(x),
                (x, random) -> equal.byBytes(x)));
        if (!some) {
            all.add(ranged(new RandomBrightness(low, high), range)::augmented);
            all.add(ranged(new RandomColorDegeneration(low, high), range)::augmented);
            all.add(ranged(new RandomContrast(low, high), range)::augmented);
            all.add(ranged(new RandomSharpness(low, high), range)::augmented);
        }
        return new Augmentations(List.copyOf(all));
    }

    private static <L extends BaseRangedImages<L>> L ranged(L layer, double[] range) {
        return layer.valueRange(range[0], range[1]);
    }

    /** How many there are. */
    int size() {
        return all.size();
    }

    /**
     * The change of this number, a scalar; a number beyond all changes nothing. Only that change is computed.
     *
     * @param key a seed and a counter; what is drawn within a branch cannot move a counter on
     */
    Tensor apply(Tensor choice, Tensor images, Tensor key) {
        Tensor y = images;
        for (int i = 0; i < all.size(); i++) {
            Augmentation a = all.get(i);
            Tensor before = y;
            y = Ops.cond(
                    Ops.equal(choice, Tensor.scalar(i, choice.dtype())), () -> a.of(images, from(key)), () -> before);
        }
        return y;
    }

    /** Seeds far from those of other draws. */
    private static Supplier<Tensor> from(Tensor key) {
        long[] drawn = {0};
        return () -> key.plus(Tensor.of(new long[] {0, ++drawn[0] * APART}));
    }
}
