package org.kerata.layers.regularization;

import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Randoms;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.SeedGenerator;

/**
 * In training, sets elements to 0 at random and divides the others by {@code 1 - rate}; else passes its input on.
 *
 * <p>Output of the input's shape. State: a random counter, unless the rate is 0. Keras: {@code keras.layers.Dropout}.
 */
public final class Dropout extends BaseNoise<Dropout> {
    private final Option<Shape> noiseShape = optional("noise_shape", Kind.shape());

    Dropout() {
        super("rate");
    }

    /** With this probability of becoming 0. */
    public Dropout(double rate) {
        this();
        amount.set(rate);
    }

    /** The shape of the mask, 1 for axes along which whole parts are dropped and -1 for the input's own length; by default all -1. */
    public Dropout noiseShape(long... shape) {
        return with(noiseShape, Shape.of(shape));
    }

    @Override
    Tensor disturbed(Tensor x, double rate, SeedGenerator random) {
        Shape given = noiseShape.orNull();
        Shape noise = given == null ? null : NoiseShape.of(given, x.shape());
        return Randoms.DROPOUT.apply(new Randoms.Dropped(rate, noise, 0), x, random.next());
    }
}
