package org.kerata.layers.regularization;

import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.SeedGenerator;

/**
 * In training, multiplies with normal numbers of mean 1 and standard deviation {@code √(rate / (1 - rate))}; else passes its input on.
 *
 * <p>Output of the input's shape. State: a random counter, unless the rate is 0. Keras: {@code keras.layers.GaussianDropout}.
 */
public final class GaussianDropout extends BaseNoise<GaussianDropout> {
    GaussianDropout() {
        super("rate");
    }

    /** With as much noise as dropout of this rate has. */
    public GaussianDropout(double rate) {
        this();
        amount.set(rate);
    }

    @Override
    Tensor disturbed(Tensor x, double p, SeedGenerator random) {
        if (p == 1) {
            throw new ConfigException(at() + ": with a rate of 1 the noise would be infinite.");
        }
        Tensor noise = Ops.randomNormal(random.next(), x.shape().dims());
        return x.times(noise.times(Math.sqrt(p / (1 - p))).plus(1).cast(x.dtype()));
    }
}
