package org.kerata.training.callbacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.Dense;
import org.kerata.training.Chain;
import org.kerata.training.Compile;
import org.kerata.training.Evaluate;
import org.kerata.training.Fit;
import org.kerata.training.Golden;
import org.kerata.training.Logs;
import org.kerata.training.Predict;
import org.kerata.training.Trainer;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Columns;
import org.kerata.training.optimizers.SGD;

/** Weights and averages where Keras has them, in training as a whole. */
class SwapEMAWeightsTest {
    private static Trainer trainer(SGD optimizer) {
        Trainer t = new Trainer(new Chain(3, new Dense(2)));
        t.compile(new Compile().optimizer(optimizer).loss("mse"));
        return t;
    }

    private static Batch data(JsonNode c) {
        return Batch.of(Golden.tensor(c.get("x")), Golden.tensor(c.get("y")));
    }

    @TestFactory
    Stream<DynamicTest> asInKeras() {
        JsonNode cases = Golden.read("callbacks_averages").get("cases");
        return StreamSupport.stream(cases.spliterator(), false)
                .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> check(c)));
    }

    private static void check(JsonNode c) {
        Trainer t = trainer(new SGD(0.1).useEma(true).emaMomentum(0.9));
        t.predict(Columns.of(data(c).inputs().only()), new Predict().verbose(0));
        List<Tensor> start = new ArrayList<>();
        c.get("start").forEach(w -> start.add(Golden.tensor(w)));
        t.setWeights(start);
        List<Tensor> atEpochEnd = new ArrayList<>();
        SwapEMAWeights swap =
                new SwapEMAWeights().swapOnEpoch(c.get("swap_on_epoch").asBoolean());
        Fit how = new Fit()
                .epochs(3)
                .batchSize(4)
                .shuffle(false)
                .verbose(0)
                .callbacks(
                        swap,
                        Callback.onEpochEnd(
                                (epoch, logs) -> atEpochEnd.add(t.getWeights().get(0))));
        if (c.get("validated").asBoolean()) {
            how.validationData(data(c));
        }
        History h = t.fit(data(c), how);
        for (int i = 0; i < atEpochEnd.size(); i++) {
            Golden.assertClose("weight after epoch " + i, c.get("at_epoch_end").get(i), atEpochEnd.get(i), 1e-5);
        }
        Golden.assertClose("weight at the end", c.get("at_end"), t.getWeights().get(0), 1e-5);
        if (c.get("validated").asBoolean()) {
            double[] expected = StreamSupport.stream(c.get("val_loss").spliterator(), false)
                    .mapToDouble(JsonNode::asDouble)
                    .toArray();
            assertArrayEquals(expected, h.get("val_loss"), 1e-5);
        }
    }

    @Test
    void theWeightsComeBackAfterEvaluationAndPrediction() {
        Trainer t = trainer(new SGD(0.1).useEma(true));
        Tensor x = Tensor.of(new float[] {1, 2, 3, -1, 0, 1}, 2, 3);
        Batch b = Batch.of(x, Tensor.of(new float[] {1, 0, 0, 1}, 2, 2));
        t.trainOnBatch(b, null);
        t.trainOnBatch(b, null);
        float[] weights = t.getWeights().get(0).floats();
        float[] outputs =
                t.predict(Columns.of(x), new Predict().verbose(0)).get(0).floats();
        SwapEMAWeights swap = new SwapEMAWeights();
        Logs averaged = t.evaluate(b, new Evaluate().verbose(0).callbacks(swap));
        Logs plain = t.evaluate(b, new Evaluate().verbose(0));
        assertEquals(false, averaged.loss() == plain.loss());
        assertArrayEquals(weights, t.getWeights().get(0).floats());
        float[] other = t.predict(Columns.of(x), new Predict().verbose(0).callbacks(swap))
                .get(0)
                .floats();
        assertEquals(false, java.util.Arrays.equals(outputs, other));
        assertArrayEquals(weights, t.getWeights().get(0).floats());
    }

    @Test
    void withoutAveragesThereIsNothingToSwap() {
        StubModel model = new StubModel();
        SwapEMAWeights c = new SwapEMAWeights();
        c.setModel(model);
        assertEquals(
                "SGD: there are no averages of weights. Make the optimizer with useEma(true).",
                assertThrows(ConfigException.class, () -> c.onTestBegin(new Logs()))
                        .getMessage());
        assertEquals(
                "SGD: there are no averages of weights. They are kept from the first step of training on.",
                assertThrows(
                                ConfigException.class,
                                () -> new SGD(0.1).useEma(true).swapAverages())
                        .getMessage());
    }
}
