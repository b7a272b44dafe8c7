package org.kerata.layers.preprocessing;

import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * In training, mirrors every other image or so; else passes images on.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. An image that is mirrored in both ways is
 * mirrored in both or in none, as in Keras. Keras: {@code keras.layers.RandomFlip}.
 */
public final class RandomFlip extends BaseRandomImages<RandomFlip> {
    private static final String HORIZONTAL = "horizontal";
    private static final String VERTICAL = "vertical";
    private static final String BOTH = "horizontal_and_vertical";
    private static final double CHANCE = 0.5;

    private final Option<String> mode = option("mode", Kind.oneOf(HORIZONTAL, VERTICAL, BOTH), BOTH);

    /** Left and right, and top and bottom. */
    public RandomFlip() {}

    /** In this way: {@code "horizontal"}, {@code "vertical"} or {@code "horizontal_and_vertical"}. */
    public RandomFlip(String mode) {
        this.mode.set(mode);
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        Tensor draw = Ops.randomUniform(random.get(), images.shape().dim(0), 1, 1, 1);
        Tensor mirrored = switch (mode.get()) {
            case HORIZONTAL -> Ops.flip(images, 2);
            case VERTICAL -> Ops.flip(images, 1);
            default -> Ops.flip(images, 1, 2);
        };
        return Ops.where(draw.lessEqual(CHANCE), mirrored, images);
    }
}
