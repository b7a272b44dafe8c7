package org.kerata.training.callbacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.training.Logs;
import org.kerata.training.metrics.Direction;

class EarlyStoppingTest {
    private final StubModel model = new StubModel();

    /** Runs epochs with these figures; the weight in each is its index. Returns how many epochs ran. */
    private int run(EarlyStopping callback, String figure, double... values) {
        model.stopping = false;
        callback.setModel(model);
        callback.onTrainBegin(new Logs());
        int epoch = 0;
        while (epoch < values.length && !model.stopping) {
            model.weight = epoch;
            Logs logs = new Logs();
            logs.put(figure, values[epoch]);
            callback.onEpochEnd(epoch, logs);
            epoch++;
        }
        callback.onTrainEnd(new Logs());
        return epoch;
    }

    @Test
    void stopsWhenPatienceIsOver() {
        assertEquals(3, run(new EarlyStopping(), "val_loss", 3, 2, 2, 1));
        EarlyStopping patient = new EarlyStopping().patience(2);
        assertEquals(4, run(patient, "val_loss", 3, 2, 2.5, 2, 2, 1));
        assertEquals(3, patient.stoppedEpoch());
        assertEquals(1, patient.bestEpoch());
        assertEquals(6, run(new EarlyStopping().patience(2), "val_loss", 3, 2, 2.5, 1, 1, 1));
    }

    @Test
    void neverStopsInTheFirstEpoch() {
        assertEquals(2, run(new EarlyStopping().baseline(1), "val_loss", 3, 3, 3));
    }

    @Test
    void smallImprovementsDoNotCount() {
        assertEquals(2, run(new EarlyStopping().minDelta(0.5), "val_loss", 3, 2.6, 1));
        assertEquals(3, run(new EarlyStopping().minDelta(0.5), "val_loss", 3, 2.4, 1));
    }

    @Test
    void followsTheMetricsDirectionOrTheMode() {
        assertEquals(3, run(new EarlyStopping("acc").mode("max"), "acc", 0.5, 0.6, 0.6, 0.7));
        model.direction = Direction.UP;
        assertEquals(3, run(new EarlyStopping("val_acc"), "val_acc", 0.5, 0.6, 0.6, 0.7));
        model.direction = null;
        assertEquals(
                "EarlyStopping: whether \"val_mine\" should rise or fall is not known. Say mode(\"max\") or mode(\"min\").",
                assertThrows(ConfigException.class, () -> run(new EarlyStopping("val_mine"), "val_mine", 1))
                        .getMessage());
        assertThrows(ConfigException.class, () -> new EarlyStopping().mode("up"));
    }

    @Test
    void restoresTheBestWeightsAlsoWithoutAnEarlyStop() {
        EarlyStopping stopped = new EarlyStopping().restoreBestWeights(true);
        run(stopped, "val_loss", 3, 1, 2);
        assertEquals(1, model.weight);
        run(new EarlyStopping().patience(10).restoreBestWeights(true), "val_loss", 3, 1, 2);
        assertEquals(1, model.weight);
        run(new EarlyStopping().patience(10), "val_loss", 3, 1, 2);
        assertEquals(2, model.weight);
    }

    @Test
    void watchesFromAnEpochOn() {
        assertEquals(5, run(new EarlyStopping().startFromEpoch(3), "val_loss", 1, 2, 3, 4, 5));
    }

    @Test
    void aMissingFigureStopsNothing() {
        assertEquals(3, run(new EarlyStopping("val_loss"), "loss", 1, 2, 3));
        assertFalse(model.stopping);
        assertTrue(new EarlyStopping().stoppedEpoch() == 0);
    }
}
