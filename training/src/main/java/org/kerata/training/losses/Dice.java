package org.kerata.training.losses;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * One less the Dice coefficient, {@code 1 - 2 · Σ y · p / (Σ y + Σ p)}: how badly a predicted area covers the true one. 0 is best; where both
 * are empty it is 1.
 *
 * <p>Targets and predictions {@code (batch, …)} between 0 and 1; the value is one number for the batch as a whole, or, with {@code axis}, the
 * shape without these axes. Keras: {@code keras.losses.Dice}.
 */
public final class Dice extends OverlapLoss<Dice> {
    private final Option<int[]> axis = axes();

    /** Over the batch as a whole. */
    public Dice() {
        super("dice");
    }

    /** The axes to count over, often all but the first; all by default. */
    public Dice axis(int... axes) {
        return with(axis, axes);
    }

    @Override
    Tensor compare(Tensor y, Tensor p) {
        int[] over = axis.orNull();
        Tensor both = sum(y.times(p), over).times(2);
        Tensor either = sum(y, over).plus(sum(p, over)).plus(EPSILON);
        return both.div(either).unaryMinus().plus(1);
    }
}
