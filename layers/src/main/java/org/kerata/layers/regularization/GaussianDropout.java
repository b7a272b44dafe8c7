package org.kerata.layers.regularization;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.SeedGenerator;

/**
 * In training, multiplies with normal numbers of mean 1 and standard deviation {@code √(rate / (1 - rate))}; else passes its input on.
 *
 * <p>Output of the input's shape. State: a random counter, unless the rate is 0. Keras: {@code keras.layers.GaussianDropout}.
 */
public final class GaussianDropout extends FluentLayer<GaussianDropout> {
    private final Option<Double> rate = required("rate", Kind.real("from 0 to 1", x -> x >= 0 && x <= 1));
    private final Option<Long> seed = optional("seed", SEED);

    private @Nullable SeedGenerator random;

    GaussianDropout() {
        supportsMasking(true);
    }

    /** With as much noise as dropout of this rate has. */
    public GaussianDropout(double rate) {
        this();
        this.rate.set(rate);
    }

    /** Where the random numbers start; by default that follows from the seed of the process and the layers' order. */
    public GaussianDropout seed(long seed) {
        return with(this.seed, seed);
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
        double p = rate.get();
        if (p == 1) {
            throw new ConfigException(at() + ": with a rate of 1 the noise would be infinite.");
        }
        Tensor noise = Ops.randomNormal(random.next(), x.shape().dims());
        return x.times(noise.times(Math.sqrt(p / (1 - p))).plus(1).cast(x.dtype()));
    }
}
