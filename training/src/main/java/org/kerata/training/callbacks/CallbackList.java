package org.kerata.training.callbacks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kerata.training.Logs;
import org.kerata.training.TrainingModel;

/** Callbacks that are called one after the other, in order. Keras: {@code keras.callbacks.CallbackList}. */
public final class CallbackList extends Callback {
    private final List<Callback> callbacks;
    private final boolean trainBatches;
    private final boolean testBatches;

    /** These callbacks. */
    public CallbackList(List<? extends Callback> callbacks) {
        this.callbacks = new ArrayList<>(callbacks);
        this.trainBatches = callbacks.stream()
                .anyMatch(c -> overrides(c, "onTrainBatchBegin")
                        || overrides(c, "onTrainBatchEnd")
                        || overrides(c, "onBatchBegin")
                        || overrides(c, "onBatchEnd"));
        this.testBatches =
                callbacks.stream().anyMatch(c -> overrides(c, "onTestBatchBegin") || overrides(c, "onTestBatchEnd"));
    }

    private static boolean overrides(Callback c, String hook) {
        try {
            return c.getClass().getMethod(hook, long.class, Logs.class).getDeclaringClass() != Callback.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether any of them looks at batches of training; if not, figures per batch need not be made. */
    public boolean looksAtTrainBatches() {
        return trainBatches;
    }

    /** Whether any of them looks at batches of evaluation. */
    public boolean looksAtTestBatches() {
        return testBatches;
    }

    /** The first of them of this class. */
    public <C extends Callback> Optional<C> find(Class<C> type) {
        return callbacks.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    @Override
    public void setModel(TrainingModel model) {
        super.setModel(model);
        callbacks.forEach(c -> c.setModel(model));
    }

    @Override
    public void setParams(Params params) {
        super.setParams(params);
        callbacks.forEach(c -> c.setParams(params));
    }

    @Override
    public void onTrainBegin(Logs logs) {
        callbacks.forEach(c -> c.onTrainBegin(logs));
    }

    @Override
    public void onTrainEnd(Logs logs) {
        callbacks.forEach(c -> c.onTrainEnd(logs));
    }

    @Override
    public void onTestBegin(Logs logs) {
        callbacks.forEach(c -> c.onTestBegin(logs));
    }

    @Override
    public void onTestEnd(Logs logs) {
        callbacks.forEach(c -> c.onTestEnd(logs));
    }

    @Override
    public void onPredictBegin(Logs logs) {
        callbacks.forEach(c -> c.onPredictBegin(logs));
    }

    @Override
    public void onPredictEnd(Logs logs) {
        callbacks.forEach(c -> c.onPredictEnd(logs));
    }

    @Override
    public void onEpochBegin(int epoch, Logs logs) {
        callbacks.forEach(c -> c.onEpochBegin(epoch, logs));
    }

    @Override
    public void onEpochEnd(int epoch, Logs logs) {
        callbacks.forEach(c -> c.onEpochEnd(epoch, logs));
    }

    @Override
    public void onTrainBatchBegin(long batch, Logs logs) {
        callbacks.forEach(c -> c.onTrainBatchBegin(batch, logs));
    }

    @Override
    public void onTrainBatchEnd(long batch, Logs logs) {
        callbacks.forEach(c -> c.onTrainBatchEnd(batch, logs));
    }

    @Override
    public void onTestBatchBegin(long batch, Logs logs) {
        callbacks.forEach(c -> c.onTestBatchBegin(batch, logs));
    }

    @Override
    public void onTestBatchEnd(long batch, Logs logs) {
        callbacks.forEach(c -> c.onTestBatchEnd(batch, logs));
    }

    @Override
    public void onPredictBatchBegin(long batch, Logs logs) {
        callbacks.forEach(c -> c.onPredictBatchBegin(batch, logs));
    }

    @Override
    public void onPredictBatchEnd(long batch, Logs logs) {
        callbacks.forEach(c -> c.onPredictBatchEnd(batch, logs));
    }
}
