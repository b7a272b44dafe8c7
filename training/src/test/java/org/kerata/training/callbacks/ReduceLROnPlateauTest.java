package org.kerata.training.callbacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.training.Logs;
import org.kerata.training.metrics.Direction;

/** What is beyond the golden cases of {@link CallbackGoldenTest}. */
class ReduceLROnPlateauTest {
    private final StubModel model = new StubModel();

    private double after(ReduceLROnPlateau callback, String figure, double... values) {
        callback.setModel(model);
        callback.onTrainBegin(new Logs());
        for (int epoch = 0; epoch < values.length; epoch++) {
            Logs logs = new Logs();
            logs.put(figure, values[epoch]);
            callback.onEpochEnd(epoch, logs);
        }
        return model.optimizer.learningRate();
    }

    @Test
    void directionIsTheMetrics() {
        model.direction = Direction.UP;
        assertEquals(0.5, after(new ReduceLROnPlateau("val_acc").patience(1), "val_acc", 0.1, 0.2, 0.3));
        assertEquals(0.25, after(new ReduceLROnPlateau("val_acc").patience(1).factor(0.5), "val_acc", 0.3, 0.2));
    }

    @Test
    void aMissingFigureChangesNothing() {
        assertEquals(0.5, after(new ReduceLROnPlateau().patience(0), "loss", 1, 1, 1));
    }

    @Test
    void beginsAnewWithEachTraining() {
        ReduceLROnPlateau c = new ReduceLROnPlateau().patience(2).factor(0.5);
        assertEquals(0.5, after(c, "val_loss", 1, 1));
        assertEquals(0.5, after(c, "val_loss", 2, 2));
        assertEquals(0.25, after(c, "val_loss", 2, 2, 2));
    }

    @Test
    void aFactorThatWouldNotReduceIsRefused() {
        assertEquals(
                "ReduceLROnPlateau: factor must be below 1. Received: 1.0.",
                assertThrows(ConfigException.class, () -> new ReduceLROnPlateau().factor(1))
                        .getMessage());
    }
}
