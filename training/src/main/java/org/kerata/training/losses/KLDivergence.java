package org.kerata.training.losses;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The Kullback-Leibler divergence of predicted distributions from the true ones, {@code Σ y · log(y / p)} over the last axis. Both are
 * brought into 1e-7 to 1 first.
 *
 * <p>Targets and predictions {@code (batch, …, d)}, values {@code (batch, …)}. Keras: {@code keras.losses.KLDivergence}.
 */
public final class KLDivergence extends AlignedLoss<KLDivergence> {
    /** With the reduction {@code "sum_over_batch_size"}. */
    public KLDivergence() {
        super("kl_divergence");
    }

    @Override
    Tensor compare(Tensor y, Tensor p) {
        Tensor truth = share(y);
        return truth.times(Ops.log(truth.div(share(p)))).sum(-1);
    }

    private static Tensor share(Tensor x) {
        return Ops.clip(x, EPSILON, 1);
    }
}
