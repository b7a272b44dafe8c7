package org.kerata.training.callbacks;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.KerataException;
import org.kerata.training.Logs;
import org.kerata.training.TrainingModel;

/**
 * Something that happens between the steps of {@code fit}, {@code evaluate} or {@code predict}. All methods do nothing unless overridden;
 * for a single one, a lambda will do: {@code Callback.onEpochEnd((epoch, logs) -> …)}. Keras: {@code keras.callbacks.Callback}.
 *
 * <p>Epochs and batches count from 0.
 */
public abstract class Callback {
    private @Nullable TrainingModel model;
    private Params params = Params.NONE;

    /** For subclasses. */
    protected Callback() {}

    /**
     * What {@code fit}, {@code evaluate} or {@code predict} was asked to do.
     *
     * @param verbose 0 for silence, 1 for a progress bar, 2 for a line per epoch
     * @param epochs the index at which {@code fit} ends; 1 elsewhere
     * @param steps batches in an epoch; -1 if not known
     */
    public record Params(int verbose, int epochs, long steps) {
        static final Params NONE = new Params(0, 1, -1);
    }

    /** A function of an epoch and its figures. */
    public interface OfEpoch {
        /** What happens. */
        void at(int epoch, Logs logs);
    }

    /** A function of a batch and the figures so far. */
    public interface OfBatch {
        /** What happens. */
        void at(long batch, Logs logs);
    }

    /** A function of the figures. */
    public interface OfLogs {
        /** What happens. */
        void at(Logs logs);
    }

    /** Called before the beginning, with the model. */
    public void setModel(TrainingModel model) {
        this.model = model;
    }

    /** Called before the beginning, with what is going to be done. */
    public void setParams(Params params) {
        this.params = params;
    }

    /** The model. */
    protected final TrainingModel model() {
        TrainingModel m = model;
        if (m == null) {
            throw new KerataException(
                    getClass().getSimpleName() + ": there is no model before fit, evaluate or predict has begun.");
        }
        return m;
    }

    /** What is being done. */
    protected final Params params() {
        return params;
    }

    // ---- hooks ----

    /** Before {@code fit}. */
    public void onTrainBegin(Logs logs) {}

    /** After {@code fit}, with the figures of the last epoch. */
    public void onTrainEnd(Logs logs) {}

    /** Before an epoch. */
    public void onEpochBegin(int epoch, Logs logs) {}

    /** After an epoch, with its figures, those of the validation among them. */
    public void onEpochEnd(int epoch, Logs logs) {}

    /** Before a batch of training; another name for {@link #onTrainBatchBegin}. */
    public void onBatchBegin(long batch, Logs logs) {}

    /** After a batch of training; another name for {@link #onTrainBatchEnd}. */
    public void onBatchEnd(long batch, Logs logs) {}

    /** Before a batch of training. */
    public void onTrainBatchBegin(long batch, Logs logs) {
        onBatchBegin(batch, logs);
    }

    /** After a batch of training, with the figures of the epoch so far. */
    public void onTrainBatchEnd(long batch, Logs logs) {
        onBatchEnd(batch, logs);
    }

    /** Before {@code evaluate}, or the validation within {@code fit}. */
    public void onTestBegin(Logs logs) {}

    /** After {@code evaluate}, or the validation within {@code fit}, with its figures. */
    public void onTestEnd(Logs logs) {}

    /** Before a batch of evaluation. */
    public void onTestBatchBegin(long batch, Logs logs) {}

    /** After a batch of evaluation, with the figures so far. */
    public void onTestBatchEnd(long batch, Logs logs) {}

    /** Before {@code predict}. */
    public void onPredictBegin(Logs logs) {}

    /** After {@code predict}. */
    public void onPredictEnd(Logs logs) {}

    /** Before a batch of prediction. */
    public void onPredictBatchBegin(long batch, Logs logs) {}

    /** After a batch of prediction. */
    public void onPredictBatchEnd(long batch, Logs logs) {}

    // ---- lambdas ----

    /** A callback from a function. Before {@code fit}. */
    public static Callback onTrainBegin(OfLogs function) {
        return new Callback() {
            @Override
            public void onTrainBegin(Logs logs) {
                function.at(logs);
            }
        };
    }

    /** A callback from a function. After {@code fit}. */
    public static Callback onTrainEnd(OfLogs function) {
        return new Callback() {
            @Override
            public void onTrainEnd(Logs logs) {
                function.at(logs);
            }
        };
    }

    /** A callback from a function. Before each epoch. */
    public static Callback onEpochBegin(OfEpoch function) {
        return new Callback() {
            @Override
            public void onEpochBegin(int epoch, Logs logs) {
                function.at(epoch, logs);
            }
        };
    }

    /** A callback from a function. After each epoch. */
    public static Callback onEpochEnd(OfEpoch function) {
        return new Callback() {
            @Override
            public void onEpochEnd(int epoch, Logs logs) {
                function.at(epoch, logs);
            }
        };
    }

    /** A callback from a function. Before each batch of training. */
    public static Callback onTrainBatchBegin(OfBatch function) {
        return new Callback() {
            @Override
            public void onTrainBatchBegin(long batch, Logs logs) {
                function.at(batch, logs);
            }
        };
    }

    /** A callback from a function. After each batch of training. */
    public static Callback onTrainBatchEnd(OfBatch function) {
        return new Callback() {
            @Override
            public void onTrainBatchEnd(long batch, Logs logs) {
                function.at(batch, logs);
            }
        };
    }
}
