package org.kerata.training.callbacks;

import org.jspecify.annotations.Nullable;
import org.kerata.training.Logs;
import org.kerata.training.TrainingModel;

/**
 * Puts the averages of the weights, which the optimizer keeps with {@code useEma(true)}, in the weights' place for evaluation, validation and
 * prediction, and the weights back afterwards. Keras: {@code keras.callbacks.SwapEMAWeights}.
 *
 * <p>Unlike Keras 3.15, which forgets to, the weights are put back after {@code predict} too.
 */
public final class SwapEMAWeights extends Callback {
    private boolean swapOnEpoch;
    private boolean averagesInPlace;
    private @Nullable TrainingModel before;

    /** For evaluation and prediction alone. */
    public SwapEMAWeights() {}

    /**
     * Whether the averages stand in the weights' place between epochs too, for callbacks behind this one that save the model; false by default.
     */
    public SwapEMAWeights swapOnEpoch(boolean swapOnEpoch) {
        this.swapOnEpoch = swapOnEpoch;
        return this;
    }

    @Override
    public void setModel(TrainingModel model) {
        if (model != before) {
            averagesInPlace = false;
        }
        before = model;
        super.setModel(model);
    }

    private void swap(boolean averages) {
        if (averagesInPlace != averages) {
            model().swapAverages();
            averagesInPlace = averages;
        }
    }

    @Override
    public void onTrainBegin(Logs logs) {
        swap(false); // an evaluation before may have ended with an error
    }

    @Override
    public void onEpochBegin(int epoch, Logs logs) {
        if (swapOnEpoch) {
            swap(false);
        }
    }

    @Override
    public void onEpochEnd(int epoch, Logs logs) {
        if (!swapOnEpoch || averagesInPlace) {
            return;
        }
        swap(true);
        if (epoch == params().epochs() - 1 || model().isStopping()) {
            // When training ends, the averages take the weights' place: they must be what they were.
            model().resetAverages();
        }
    }

    @Override
    public void onTestBegin(Logs logs) {
        swap(true);
    }

    @Override
    public void onTestEnd(Logs logs) {
        swap(false);
    }

    @Override
    public void onPredictBegin(Logs logs) {
        swap(true);
    }

    @Override
    public void onPredictEnd(Logs logs) {
        swap(false);
    }
}
