package org.kerata.layers.preprocessing;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Option;
import org.kerata.layers.SeedGenerator;

/** A layer that changes each image by itself at random in training, and else passes them on. */
abstract class BaseRandomImages<L extends BaseRandomImages<L>> extends BaseImages<L> {
    private final Option<Long> seed = optional("seed", SEED);

    private @Nullable SeedGenerator random;

    BaseRandomImages() {}

    /** Where the random numbers start; by default that follows from the seed of the process and the layers' order. */
    public L seed(long seed) {
        return with(this.seed, seed);
    }

    @Override
    protected final void build(Shape input) {
        random = seedGenerator(seed);
    }

    /** Gives another seed for each draw; null before the layer is built. */
    final @Nullable Supplier<Tensor> random() {
        SeedGenerator r = random;
        return r == null ? null : r::next;
    }

    @Override
    final Tensor changed(Tensor images, Call call) {
        Tensor x = images.cast(dtype());
        Supplier<Tensor> r = random();
        return call.training() && r != null ? augmented(x, r) : x;
    }

    /**
     * What training makes of images {@code (batch, height, width, channels)}.
     *
     * @param random gives another seed for each draw
     */
    abstract Tensor augmented(Tensor images, Supplier<Tensor> random);
}
