package org.kerata.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Seeds;
import org.kerata.training.callbacks.Callback;
import org.kerata.training.callbacks.History;
import org.kerata.training.data.Dataset;

/** Epochs, validation, order and end of {@code fit}. */
class FitTest extends OneWeight {
    @Test
    void theLastSamplesAreKeptForValidation() {
        compile(0);
        History h = trainer.fit(
                column(1, 1, 1, 1), column(1, 1, 1, 3), new Fit().verbose(0).validationSplit(0.25));
        assertEquals(0, h.get("loss")[0], 1e-6);
        assertEquals(4, h.get("val_loss")[0], 1e-6);
    }

    @Test
    void validationMayBeGivenAndMayBeRare() {
        compile(0);
        History h = trainer.fit(
                column(1),
                column(1),
                quiet().epochs(5)
                        .validationFreq(2)
                        .validationData(
                                Tensor.of(new float[] {1}, 1, 1),
                                Tensor.of(new float[] {3}),
                                Tensor.of(new float[] {0.5f})));
        assertArrayEquals(new double[] {2, 2}, h.get("val_loss"), 1e-6);
        assertEquals(5, h.get("loss").length);
        History listed = trainer.fit(
                column(1),
                column(1),
                quiet().epochs(5)
                        .validationFreq(List.of(1, 4, 5))
                        .validationData(Dataset.of(Tensor.of(new float[] {1}, 1, 1), Tensor.of(new float[] {3}))
                                .batch(1)));
        assertArrayEquals(new double[] {4, 4, 4}, listed.get("val_loss"), 1e-6);
    }

    @Test
    void epochsCountFromTheInitialOne() {
        compile(0);
        History h = trainer.fit(column(1), column(1), quiet().initialEpoch(2).epochs(5));
        assertArrayEquals(new int[] {2, 3, 4}, h.epochs());
    }

    @Test
    void stepsPerEpochGoOnWhereTheLastEpochEnded() {
        compile(0);
        List<Double> losses = new ArrayList<>();
        Fit fit = quiet().batchSize(1)
                .stepsPerEpoch(2)
                .epochs(3)
                .callbacks(Callback.onEpochEnd((e, logs) -> losses.add(logs.loss())));
        trainer.fit(column(1, 1, 1), column(1, 2, 3), fit);
        // errors 0, 1, 2 in turn: squares 0 1 | 4 0 | 1 4
        assertEquals(List.of(0.5, 2.0, 2.5), losses);
    }

    @Test
    void shufflingIsAPermutationAndFollowsTheSeed() {
        compile(0);
        assertEquals(drawn(1), drawn(1));
        assertFalse(drawn(1).equals(drawn(2)));
        List<Double> one = drawn(3);
        assertFalse(one.subList(0, 20).equals(one.subList(20, 40)), "each epoch has an order of its own");
        List<Double> first = new ArrayList<>(one.subList(0, 20));
        first.sort(null);
        for (int i = 0; i < 20; i++) {
            assertEquals(i * i, first.get(i), 1e-3);
        }
    }

    private List<Double> drawn(long seed) {
        Seeds.set(seed);
        float[] x = new float[20];
        float[] y = new float[20];
        for (int i = 0; i < 20; i++) {
            x[i] = 1;
            y[i] = 1 + i;
        }
        List<Double> sums = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        Callback each = new Callback() {
            @Override
            public void onTrainBatchEnd(long batch, Logs logs) {
                double sum = logs.loss() * (batch + 1);
                losses.add(sum - (batch == 0 ? 0 : sums.get(sums.size() - 1)));
                sums.add(sum);
            }
        };
        trainer.fit(
                column(x),
                column(y),
                new Fit().verbose(0).batchSize(1).epochs(2).callbacks(each));
        return losses;
    }

    @Test
    void anyThreadMayStopTraining() throws InterruptedException {
        compile(0);
        List<Integer> epochs = new ArrayList<>();
        Fit fit = quiet().epochs(1_000_000).callbacks(Callback.onEpochEnd((e, logs) -> epochs.add(e)));
        Thread other = new Thread(() -> {
            while (epochs.size() < 3) {
                Thread.onSpinWait();
            }
            trainer.stopTraining();
        });
        other.start();
        trainer.fit(column(1), column(1), fit);
        other.join();
        assertTrue(epochs.size() >= 3 && epochs.size() < 1_000_000);
        assertEquals(1, trainer.fit(column(1), column(1), quiet()).epochs().length, "the next fit starts afresh");
    }

    @Test
    void anInterruptEndsBetweenStepsAndStaysSet() {
        compile(0);
        Fit fit = quiet().epochs(10)
                .callbacks(
                        Callback.onEpochEnd((e, logs) -> Thread.currentThread().interrupt()));
        assertThrows(CancellationException.class, () -> trainer.fit(column(1), column(1), fit));
        assertTrue(Thread.interrupted());
    }
}
