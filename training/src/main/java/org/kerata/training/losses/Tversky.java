package org.kerata.training.losses;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * One less the Tversky index, {@code 1 - Σ y · p / (Σ y · p + alpha · Σ y · (1 - p) + beta · Σ (1 - y) · p)}: as {@link Dice}, but what is
 * missed counts {@code alpha} and what is wrongly found {@code beta}. Salehi and others, "Tversky loss function for image segmentation using 3D
 * fully convolutional deep networks", 2017.
 *
 * <p>Targets and predictions {@code (batch, …)} between 0 and 1; the value is one number for the batch as a whole, or, with {@code axis}, the
 * shape without these axes. Keras: {@code keras.losses.Tversky}, whose documentation has {@code alpha} and {@code beta} the other way round.
 */
public final class Tversky extends OverlapLoss<Tversky> {
    private final Option<Double> alpha = option("alpha", DOUBLE, 0.5);
    private final Option<Double> beta = option("beta", DOUBLE, 0.5);
    private final Option<int[]> axis = axes();

    /** Over the batch as a whole, with {@code alpha} and {@code beta} 0.5. */
    public Tversky() {
        super("tversky");
    }

    /** What counts for what is missed; 0.5 by default. */
    public Tversky alpha(double alpha) {
        return with(this.alpha, alpha);
    }

    /** What counts for what is wrongly found; 0.5 by default. */
    public Tversky beta(double beta) {
        return with(this.beta, beta);
    }

    /** The axes to count over, often all but the first; all by default. */
    public Tversky axis(int... axes) {
        return with(axis, axes);
    }

    @Override
    Tensor compare(Tensor y, Tensor p) {
        int[] over = axis.orNull();
        Tensor both = sum(y.times(p), over);
        Tensor missed = sum(p.unaryMinus().plus(1).times(y), over);
        Tensor wrong = sum(y.unaryMinus().plus(1).times(p), over);
        Tensor all = both.plus(missed.times(alpha.get()))
                .plus(wrong.times(beta.get()))
                .plus(EPSILON);
        return both.div(all).unaryMinus().plus(1);
    }
}
