package org.kerata.training.callbacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.training.Logs;
import org.kerata.training.metrics.Direction;
import org.kerata.training.optimizers.MultiOptimizer;
import org.kerata.training.optimizers.OptimizerMap;
import org.kerata.training.optimizers.SGD;

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
    void ofSeveralOptimizersEachIsSlower() {
        SGD one = new SGD(0.5).name("one");
        SGD other = new SGD(0.25).name("other");
        MultiOptimizer both = new MultiOptimizer(new OptimizerMap(one).put("bias", other));
        assertEquals(Map.of("learning_rate_one", one, "learning_rate_other", other), LearningRates.of(both));
        model.used = both;
        after(new ReduceLROnPlateau().patience(1).factor(0.5), "val_loss", 1, 1);
        assertEquals(0.25, one.learningRate());
        assertEquals(0.125, other.learningRate());
    }

    @Test
    void aFactorThatWouldNotReduceIsRefused() {
        assertEquals(
                "ReduceLROnPlateau: factor must be below 1. Received: 1.0.",
                assertThrows(ConfigException.class, () -> new ReduceLROnPlateau().factor(1))
                        .getMessage());
    }
}
