package org.kerata.layers.regularization;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.SeedGenerator;

/** A layer that disturbs its input at random in training, and else passes it on. */
abstract class BaseNoise<L extends BaseNoise<L>> extends FluentLayer<L> {
    /** How much noise there is, from 0 for none to 1. */
    final Option<Double> amount;

    private final Option<Long> seed;

    private @Nullable SeedGenerator random;

    BaseNoise(String amount) {
        this.amount = required(amount, Kind.real("from 0 to 1", x -> x >= 0 && x <= 1));
        this.seed = optional("seed", SEED);
        supportsMasking(true);
    }

    /** Where the random numbers start; by default that follows from the seed of the process and the layers' order. */
    public L seed(long seed) {
        return with(this.seed, seed);
    }

    @Override
    protected final void build(Shape input) {
        random = amount.get() > 0 ? seedGenerator(seed) : null;
    }

    @Override
    protected final Tensor call(Tensor x, Call call) {
        SeedGenerator r = random;
        return call.training() && r != null ? disturbed(x, amount.get(), r) : x;
    }

    /** What training makes of the input. */
    abstract Tensor disturbed(Tensor x, double amount, SeedGenerator random);
}
