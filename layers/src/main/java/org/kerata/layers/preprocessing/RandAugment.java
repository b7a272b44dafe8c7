package org.kerata.layers.preprocessing;

import java.util.function.Supplier;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * In training, changes the images of a batch in some ways that are chosen at random: shears, moves, turns, brightness, colours, contrast,
 * sharpness, fewer bits, solarization, contrast stretched, values spread. Else passes images on.
 *
 * <p>Images of red, green and blue {@code (batch, height, width, 3)} or a single one; output of the same shape. Cubuk et al., RandAugment,
 * 2019. Keras: {@code keras.layers.RandAugment}.
 */
public final class RandAugment extends BaseAugmentations<RandAugment> {
    private static final double STRENGTH = 0.5;

    private final Option<Integer> numOps = option("num_ops", Kind.integer("at least 0", n -> n >= 0), 2);

    /** Two changes, of a strength up to 0.5. */
    public RandAugment() {
        super(STRENGTH);
    }

    /** How many changes are made, one after the other; 2 by default. */
    public RandAugment numOps(int numOps) {
        return with(this.numOps, numOps);
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        Augmentations all = augmentations(false);
        Tensor y = images;
        for (int i = 0; i < numOps.get(); i++) {
            y = all.apply(choice(random, all.size()), y, random.get());
        }
        return y;
    }
}
