package org.kerata.training.callbacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.Dense;
import org.kerata.training.Chain;
import org.kerata.training.Compile;
import org.kerata.training.Evaluate;
import org.kerata.training.Fit;
import org.kerata.training.Logs;
import org.kerata.training.Predict;
import org.kerata.training.Trainer;
import org.kerata.training.data.Columns;

class CallbackTest {
    private final StubModel model = new StubModel();

    /** Writes down every hook that is called. */
    private static final class Recorder extends Callback {
        final List<String> calls = new ArrayList<>();

        private void add(String hook, Object... what) {
            calls.add(hook + (what.length == 0 ? "" : " " + what[0]));
        }

        @Override
        public void onTrainBegin(Logs logs) {
            add("train begin " + params().epochs() + " epochs of " + params().steps() + " steps");
        }

        @Override
        public void onTrainEnd(Logs logs) {
            add("train end", logs.asMap().keySet());
        }

        @Override
        public void onEpochBegin(int epoch, Logs logs) {
            add("epoch begin", epoch);
        }

        @Override
        public void onEpochEnd(int epoch, Logs logs) {
            add("epoch end", logs.asMap().keySet());
        }

        @Override
        public void onBatchBegin(long batch, Logs logs) {
            add("batch begin", batch);
        }

        @Override
        public void onTrainBatchEnd(long batch, Logs logs) {
            add("batch end", logs.asMap().keySet());
        }

        @Override
        public void onTestBegin(Logs logs) {
            add("test begin");
        }

        @Override
        public void onTestBatchBegin(long batch, Logs logs) {
            add("test batch begin", batch);
        }

        @Override
        public void onTestBatchEnd(long batch, Logs logs) {
            add("test batch end", batch);
        }

        @Override
        public void onTestEnd(Logs logs) {
            add("test end", logs.asMap().keySet());
        }

        @Override
        public void onPredictBegin(Logs logs) {
            add("predict begin");
        }

        @Override
        public void onPredictBatchEnd(long batch, Logs logs) {
            add("predict batch end", batch);
        }

        @Override
        public void onPredictEnd(Logs logs) {
            add("predict end");
        }
    }

    @Test
    void allHooksAreCalledInKerassOrder() {
        Trainer trainer = new Trainer(new Chain(1, new Dense(1)));
        trainer.compile(new Compile().optimizer("sgd").loss("mse"));
        Tensor x = Tensor.of(new float[] {1, 2}, 2, 1);
        Recorder r = new Recorder();
        trainer.fit(
                Columns.of(x),
                Columns.of(x),
                new Fit()
                        .verbose(0)
                        .batchSize(1)
                        .callbacks(r)
                        .validationBatchSize(2)
                        .validationData(x, x));
        assertEquals(
                List.of(
                        "train begin 1 epochs of 2 steps",
                        "epoch begin 0",
                        "batch begin 0",
                        "batch end [loss]",
                        "batch begin 1",
                        "batch end [loss]",
                        "test begin",
                        "test batch begin 0",
                        "test batch end 0",
                        "test end [loss]",
                        "epoch end [loss, val_loss]",
                        "train end [loss, val_loss]"),
                r.calls);
        r.calls.clear();
        trainer.evaluate(Columns.of(x), Columns.of(x), new Evaluate().verbose(0).callbacks(r));
        trainer.predict(Columns.of(x), new Predict().callbacks(r).batchSize(1));
        assertEquals(
                List.of(
                        "test begin",
                        "test batch begin 0",
                        "test batch end 0",
                        "test end [loss]",
                        "predict begin",
                        "predict batch end 0",
                        "predict batch end 1",
                        "predict end"),
                r.calls);
    }

    @Test
    void stepsPerExecutionLetsCallbacksLookLessOften() {
        Trainer trainer = new Trainer(new Chain(1, new Dense(1)));
        trainer.compile(new Compile().optimizer("sgd").loss("mse").stepsPerExecution(2));
        Recorder r = new Recorder();
        Tensor x = Tensor.of(new float[5], 5, 1);
        trainer.fit(
                Columns.of(x), Columns.of(x), new Fit().verbose(0).batchSize(1).callbacks(r));
        assertEquals(3, r.calls.stream().filter(c -> c.startsWith("batch end")).count());
    }

    @Test
    void lambdasWillDo() {
        List<String> seen = new ArrayList<>();
        CallbackList list = new CallbackList(List.of(
                Callback.onEpochEnd((epoch, logs) -> seen.add(epoch + ": " + logs.loss())),
                Callback.onTrainEnd(logs -> seen.add("end"))));
        assertFalse(list.looksAtTrainBatches());
        list.onEpochEnd(3, Logs.of(Map.of("loss", 0.5)));
        list.onTrainEnd(new Logs());
        assertEquals(List.of("3: 0.5", "end"), seen);
        assertTrue(new CallbackList(List.of(Callback.onTrainBatchEnd((b, logs) -> {}))).looksAtTrainBatches());
    }

    @Test
    void logsAreOrderedAndNameWhatIsNear() {
        Logs logs = Logs.of(Map.of("val_loss", 2.0, "accuracy", 0.5, "loss", 1.0));
        logs.put("learning_rate", 0.1);
        assertEquals("{accuracy=0.5, loss=1.0, val_loss=2.0, learning_rate=0.1}", logs.toString());
        assertEquals(
                "Logs: there is no \"acuracy\". Did you mean \"accuracy\"? Known: accuracy, learning_rate, loss, val_loss.",
                assertThrows(ConfigException.class, () -> logs.get("acuracy")).getMessage());
        History h = new History();
        h.onTrainBegin(new Logs());
        h.onEpochEnd(0, logs);
        h.onEpochEnd(1, logs);
        assertArrayEquals(new double[] {0.5, 0.5}, h.get("accuracy"));
        assertArrayEquals(new int[] {0, 1}, h.epochs());
        assertEquals(
                "History: there is no \"val_los\". Did you mean \"val_loss\"? Known: accuracy, learning_rate, loss, val_loss.",
                assertThrows(ConfigException.class, () -> h.get("val_los")).getMessage());
    }

    @Test
    void learningRateSchedulerSetsAndLogsTheRate() {
        LearningRateScheduler s = new LearningRateScheduler((epoch, rate) -> epoch < 2 ? rate : rate / 2);
        s.setModel(model);
        double[] rates = new double[4];
        for (int epoch = 0; epoch < 4; epoch++) {
            s.onEpochBegin(epoch, new Logs());
            Logs logs = new Logs();
            s.onEpochEnd(epoch, logs);
            rates[epoch] = logs.get("learning_rate");
        }
        assertArrayEquals(new double[] {0.5, 0.5, 0.25, 0.125}, rates);
    }

    @Test
    void terminatesOnALossOrAWeightThatIsNotFinite() {
        TerminateOnNaN t = new TerminateOnNaN();
        t.setModel(model);
        t.onTrainBatchEnd(0, Logs.of(Map.of("loss", 1.0)));
        assertFalse(model.stopping);
        t.onTrainBatchEnd(1, Logs.of(Map.of("loss", Double.NaN)));
        assertTrue(model.stopping);
        model.stopping = false;
        model.finite = false;
        t.onTrainBatchEnd(2, Logs.of(Map.of("loss", 1.0)));
        assertTrue(model.stopping);
        assertEquals(
                "TerminateOnNaN: batch 3: a weight is not finite, though the loss is (1.0). Training ends here.",
                assertThrows(KerataException.class, () -> {
                            TerminateOnNaN raising = new TerminateOnNaN().raiseError(true);
                            raising.setModel(model);
                            raising.onTrainBatchEnd(3, Logs.of(Map.of("loss", 1.0)));
                        })
                        .getMessage());
    }

    @Test
    void aCallbackWithoutAModelSaysSo() {
        assertEquals(
                "LearningRateScheduler: there is no model before fit, evaluate or predict has begun.",
                assertThrows(
                                KerataException.class,
                                () -> new LearningRateScheduler((e, r) -> r).onEpochBegin(0, new Logs()))
                        .getMessage());
    }
}
