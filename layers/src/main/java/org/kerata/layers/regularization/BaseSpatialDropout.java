package org.kerata.layers.regularization;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Randoms;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.SeedGenerator;

/** What dropout of whole feature maps has in common: one decision for each sample and channel. */
abstract class BaseSpatialDropout<L extends BaseSpatialDropout<L>> extends FluentLayer<L> {
    private final Option<Double> rate = required("rate", Kind.real("from 0 to 1", x -> x >= 0 && x <= 1));
    private final Option<Long> seed = optional("seed", SEED);

    private @Nullable SeedGenerator random;

    BaseSpatialDropout(int spatialAxes) {
        supportsMasking(true);
        inputSpec(InputSpec.rank(spatialAxes + 2));
    }

    final void rate(double rate) {
        this.rate.set(rate);
    }

    /** Where the random numbers start; by default that follows from the seed of the process and the layers' order. */
    public L seed(long seed) {
        return with(this.seed, seed);
    }

    /** The axis of the channels. */
    int channels(int rank) {
        return rank - 1;
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
        Shape noise = x.shape();
        for (int i = 1; i < x.rank(); i++) {
            noise = i == channels(x.rank()) ? noise : noise.with(i, 1);
        }
        return Randoms.DROPOUT.apply(new Randoms.Dropped(rate.get(), noise, 0), x, random.next());
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
