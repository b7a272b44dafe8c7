package org.kerata.layers.regularization;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.SeedGenerator;

/**
 * In training, adds normal numbers of mean 0; else passes its input on.
 *
 * <p>Output of the input's shape. State: a random counter, unless the deviation is 0. Keras: {@code keras.layers.GaussianNoise}.
 */
public final class GaussianNoise extends BaseNoise<GaussianNoise> {
    GaussianNoise() {
        super("stddev");
    }

    /** With this standard deviation. */
    public GaussianNoise(double stddev) {
        this();
        amount.set(stddev);
    }

    @Override
    Tensor disturbed(Tensor x, double stddev, SeedGenerator random) {
        Tensor noise = Ops.randomNormal(random.next(), x.shape().dims());
        return x.plus(noise.times(stddev).cast(x.dtype()));
    }
}
