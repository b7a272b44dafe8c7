package org.kerata.training.callbacks;

import org.kerata.autodiff.KerataException;
import org.kerata.training.Logs;

/**
 * Ends training when the loss or a weight is no longer finite. Weights are looked at because a NaN in one of them need not show in the
 * loss: a rectifier hides it. Keras: {@code keras.callbacks.TerminateOnNaN}.
 */
public final class TerminateOnNaN extends Callback {
    private boolean raiseError;

    /** Ends training quietly. */
    public TerminateOnNaN() {}

    /** Whether an exception is thrown instead; false by default. */
    public TerminateOnNaN raiseError(boolean raiseError) {
        this.raiseError = raiseError;
        return this;
    }

    @Override
    public void onTrainBatchEnd(long batch, Logs logs) {
        boolean loss = logs.has("loss") && !Double.isFinite(logs.loss());
        boolean weights = !model().weightsAreFinite();
        if (!loss && !weights) {
            return;
        }
        String what = loss
                ? "the loss is " + logs.loss()
                : "a weight is not finite, though the loss is (" + logs.loss() + ")";
        if (raiseError) {
            throw new KerataException("TerminateOnNaN: batch " + batch + ": " + what + ". Training ends here.");
        }
        System.out.println("Batch " + batch + ": " + what + ", terminating training");
        model().stopTraining();
    }
}
