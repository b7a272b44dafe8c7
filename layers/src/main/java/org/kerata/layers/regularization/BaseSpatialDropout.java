package org.kerata.layers.regularization;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Randoms;
import org.kerata.layers.InputSpec;
import org.kerata.layers.SeedGenerator;

/** What dropout of whole feature maps has in common: one decision for each sample and channel. */
abstract class BaseSpatialDropout<L extends BaseSpatialDropout<L>> extends BaseNoise<L> {
    BaseSpatialDropout(int spatialAxes) {
        super("rate");
        inputSpec(InputSpec.rank(spatialAxes + 2));
    }

    final void rate(double rate) {
        amount.set(rate);
    }

    /** The axis of the channels. */
    int channels(int rank) {
        return rank - 1;
    }

    @Override
    Tensor disturbed(Tensor x, double rate, SeedGenerator random) {
        Shape noise = x.shape();
        for (int i = 1; i < x.rank(); i++) {
            noise = i == channels(x.rank()) ? noise : noise.with(i, 1);
        }
        return Randoms.DROPOUT.apply(new Randoms.Dropped(rate, noise, 0), x, random.next());
    }

    /** Keras writes the type as plain text here, and not whether the layer trains: it has no weights. */
    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = super.config();
        out.remove("trainable");
        out.put("dtype", dtype().toString());
        return out;
    }
}
