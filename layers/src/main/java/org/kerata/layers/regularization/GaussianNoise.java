package org.kerata.layers.regularization;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.SeedGenerator;

/**
 * In training, adds normal numbers of mean 0; else passes its input on.
 *
 * <p>Output of the input's shape. State: a random counter, unless the deviation is 0. Keras: {@code keras.layers.GaussianNoise}.
 */
public final class GaussianNoise extends FluentLayer<GaussianNoise> {
    private final Option<Double> stddev = required("stddev", Kind.real("from 0 to 1", x -> x >= 0 && x <= 1));
    private final Option<Long> seed = optional("seed", SEED);

    private @Nullable SeedGenerator random;

    GaussianNoise() {
        supportsMasking(true);
    }

    /** With this standard deviation. */
    public GaussianNoise(double stddev) {
        this();
        this.stddev.set(stddev);
    }

    /** Where the random numbers start; by default that follows from the seed of the process and the layers' order. */
    public GaussianNoise seed(long seed) {
        return with(this.seed, seed);
    }

    @Override
    protected void build(Shape input) {
        random = stddev.get() > 0 ? seedGenerator(seed) : null;
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        if (!call.training() || random == null) {
            return x;
        }
        Tensor noise = Ops.randomNormal(random.next(), x.shape().dims());
        return x.plus(noise.times(stddev.get()).cast(x.dtype()));
    }
}
