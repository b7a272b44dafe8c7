package org.kerata.layers.regularization;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Randoms;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.SeedGenerator;

/**
 * In training, sets elements to 0 at random and divides the others by {@code 1 - rate}; else passes its input on.
 *
 * <p>Output of the input's shape. State: a random counter, unless the rate is 0. Keras: {@code keras.layers.Dropout}.
 */
public final class Dropout extends FluentLayer<Dropout> {
    private final Option<Double> rate = required("rate", Kind.real("from 0 to 1", x -> x >= 0 && x <= 1));
    private final Option<Long> seed = optional("seed", SEED);
    private final Option<Shape> noiseShape = optional("noise_shape", Kind.shape());

    private @Nullable SeedGenerator random;

    Dropout() {
        supportsMasking(true);
    }

    /** With this probability of becoming 0. */
    public Dropout(double rate) {
        this();
        this.rate.set(rate);
    }

    /** Where the random numbers start; by default that follows from the seed of the process and the layers' order. */
    public Dropout seed(long seed) {
        return with(this.seed, seed);
    }

    /** The shape of the mask, 1 for axes along which whole parts are dropped and -1 for the input's own length; by default all -1. */
    public Dropout noiseShape(long... shape) {
        return with(noiseShape, Shape.of(shape));
    }

    @Override
    protected void build(Shape input) {
        random = rate.get() > 0 ? seedGenerator(seed) : null;
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        if (!call.training() || random == null) {
            return x;
        }
        Shape given = noiseShape.orNull();
        Shape noise = given == null ? null : NoiseShape.of(given, x.shape());
        return Randoms.DROPOUT.apply(new Randoms.Dropped(rate.get(), noise, 0), x, random.next());
    }
}
