package org.kerata.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.Dense;
import org.kerata.training.callbacks.Callback;
import org.kerata.training.callbacks.History;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Columns;
import org.kerata.training.data.Dataset;
import org.kerata.training.optimizers.SGD;

/** What a step does, counted by hand. */
class TrainerTest extends OneWeight {
    @Test
    void aStepFollowsTheGradientOfTheMeanLoss() {
        compile(0.1);
        // w = 1, errors -1 and 2: loss (1 + 4) / 2, gradient 2 · (-1 · 1 + 2 · 2) / 2 = 3
        Logs logs = trainer.trainOnBatch(
                Batch.of(Tensor.of(new float[] {1, 2}, 2, 1), Tensor.of(new float[] {2, 0})), null);
        assertEquals(2.5, logs.loss(), 1e-6);
        assertEquals(0.7f, weight(), 1e-6f);
        assertTrue(trainer.weightsAreFinite());
    }

    @Test
    void theLossOfAnEpochIsWeightedByBatchSizes() {
        compile(0);
        History h = trainer.fit(column(1, 1, 1), column(1, 1, 4), quiet().batchSize(2));
        assertArrayEquals(new double[] {3}, h.get("loss"), 1e-6);
        assertEquals(
                3,
                trainer.evaluate(
                                column(1, 1, 1),
                                column(1, 1, 4),
                                new Evaluate().batchSize(2).verbose(0))
                        .loss(),
                1e-6);
    }

    @Test
    void sampleWeightsCountInTheLossAndInWeightedMetricsOnly() {
        trainer.compile(new Compile()
                .optimizer(new SGD(0))
                .loss("mse")
                .metrics("mse", "mae")
                .weightedMetrics("mse", "mae"));
        Fit fit = quiet().sampleWeight(3, 1);
        History h = trainer.fit(column(1, 1), column(1, 3), fit);
        // errors 0 and 2
        assertEquals(4.0 * 1 / 2, h.get("loss")[0], 1e-6);
        assertEquals(2, h.get("mse")[0], 1e-6);
        assertEquals(1, h.get("weighted_mse")[0], 1e-6);
        assertEquals(0.5, h.get("weighted_mae")[0], 1e-6);
        assertEquals("[loss, mae, mse, weighted_mae, weighted_mse]", h.names().toString());
    }

    @Test
    void classWeightsBecomeSampleWeights() {
        Chain binary = new Chain(
                1, new Dense(1).useBias(false).kernelInitializer("zeros").activation("sigmoid"));
        Trainer t = new Trainer(binary);
        t.compile(new Compile().optimizer(new SGD(0)).loss("binary_crossentropy"));
        double even = t.fit(column(1, 1, 1), column(0, 1, 1), quiet()).get("loss")[0];
        double weighted = t.fit(column(1, 1, 1), column(0, 1, 1), quiet().classWeight(Map.of(0, 4.0, 1, 0.5)))
                .get("loss")[0];
        assertEquals(Math.log(2), even, 1e-6);
        assertEquals(Math.log(2) * 5 / 3, weighted, 1e-6);
        double set = t.fit(
                        Dataset.of(Tensor.of(new float[] {1, 1, 1}, 3, 1), Tensor.of(new float[] {0, 1, 1}))
                                .batch(3),
                        quiet().classWeight(Map.of(0, 4.0)))
                .get("loss")[0];
        assertEquals(Math.log(2) * 6 / 3, set, 1e-6);
    }

    @Test
    void javaArraysTakeTheSameStepAsTensors() {
        compile(0.1);
        assertEquals(2.5, trainer.trainOnArrays(new float[] {1, 2}, new float[] {2, 0}), 1e-6);
        assertEquals(0.7f, weight(), 1e-6f);
        assertEquals(0, trainer.trainOnArrays(new int[] {0}, new int[] {0}), 1e-6);
        assertEquals(0.7f * 0.7f, trainer.trainOnArrays(new float[] {1, 1}, new int[] {0, 0}), 1e-6);
    }

    @Test
    void severalOutputsHaveLossesWeightsAndMetricsOfTheirOwn() {
        Dense a = new Dense(1).useBias(false).kernelInitializer("ones").name("a");
        Dense b = new Dense(2)
                .useBias(false)
                .kernelInitializer("zeros")
                .activation("softmax")
                .name("b");
        Trainer t = new Trainer(new Chain(1, 2, a, b));
        t.compile(new Compile()
                .optimizer(new SGD(0))
                .loss("a", "mse")
                .loss("b", "sparse_categorical_crossentropy")
                .lossWeight("a", 0.25)
                .metrics("b", "accuracy")
                .metrics("a", "mae"));
        Columns y = Columns.of(Map.of("b", Tensor.of(new int[] {0, 1}), "a", Tensor.of(new float[] {3, 1}, 2, 1)));
        Logs logs = t.evaluate(column(1, 1), y, new Evaluate().verbose(0));
        assertEquals(2, logs.get("a_loss"), 1e-6);
        assertEquals(Math.log(2), logs.get("b_loss"), 1e-6);
        assertEquals(0.5 + Math.log(2), logs.loss(), 1e-6);
        assertEquals(1, logs.get("a_mae"), 1e-6);
        assertEquals(0.5, logs.get("b_accuracy"), 1e-6);
        assertEquals(
                "[a_loss, a_mae, b_accuracy, b_loss, loss]",
                logs.asMap().keySet().toString());
        assertEquals(2, t.predict(column(1, 1), new Predict()).size());
    }

    @Test
    void accuracyAndCrossentropyFollowTheShapes() {
        Shape columns = Shape.of(-1, 3);
        assertEquals(Resolution.BINARY, Resolution.of(Shape.of(-1, 1), Shape.of(-1)));
        assertEquals(Resolution.BINARY, Resolution.of(Shape.of(-1, 1), Shape.of(-1, 1)));
        assertEquals(Resolution.SPARSE, Resolution.of(columns, Shape.of(-1)));
        assertEquals(Resolution.SPARSE, Resolution.of(columns, Shape.of(-1, 1)));
        assertEquals(Resolution.CATEGORICAL, Resolution.of(columns, columns));
        Trainer t = new Trainer(new Chain(1, new Dense(3).activation("softmax").kernelInitializer("zeros")));
        t.compile(new Compile().optimizer(new SGD(0)).loss("ce").metrics("acc"));
        Logs logs = t.evaluate(column(1, 2, 3), Columns.of(Tensor.of(new int[] {0, 2, 1})), new Evaluate().verbose(0));
        assertEquals(Math.log(3), logs.loss(), 1e-5);
        assertEquals(1.0 / 3, logs.get("acc"), 1e-6);
    }

    @Test
    void frozenWeightsStayAndTheSnapshotIsThatOfCompile() {
        Dense first = new Dense(1).useBias(false).kernelInitializer("ones").trainable(false);
        Chain c = new Chain(1, first, new Dense(1).useBias(false).kernelInitializer("ones"));
        Trainer t = new Trainer(c);
        t.compile(new Compile().optimizer(new SGD(0.1)).loss("mse"));
        first.trainable(true);
        t.fit(column(1), column(0), quiet());
        assertEquals(1, first.getWeights().get(0).scalar());
        t.compile(new Compile().optimizer(new SGD(0.1)).loss("mse"));
        t.fit(column(1), column(0), quiet());
        assertTrue(first.getWeights().get(0).scalar() < 1);
    }

    @Test
    void averagesTakeTheWeightsPlaceAtTheEnd() {
        trainer.compile(new Compile()
                .optimizer(new SGD(0.5).useEma(true).emaMomentum(0.5))
                .loss("mse"));
        // w: 1 -> 0 -> 0, average: the first value, then half way
        trainer.fit(column(1), column(0), quiet().epochs(2));
        assertEquals(0, weight(), 1e-6f);
        trainer.compile(new Compile()
                .optimizer(new SGD(0.25).useEma(true).emaMomentum(0.5))
                .loss("mse"));
        trainer.setWeights(List.of(Tensor.of(new float[] {1}, 1, 1)));
        // w: 1 -> 0.5 -> 0.25, average: 0.5 -> 0.375
        trainer.fit(column(1), column(0), quiet().epochs(2));
        assertEquals(0.375f, weight(), 1e-6f);
    }

    @Test
    void aNanInAWeightIsSeenInThatStep() {
        compile(0.1);
        trainer.setWeights(List.of(Tensor.of(new float[] {Float.NaN}, 1, 1)));
        trainer.trainOnBatch(Batch.of(Tensor.of(new float[] {1}, 1, 1), Tensor.of(new float[] {1})), null);
        assertFalse(trainer.weightsAreFinite());
    }

    @Test
    void predictionsAreWholeWhateverTheBatchSize() {
        float[] x = new float[77];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        for (int size : new int[] {1, 5, 32, 76, 77, 1000}) {
            Tensor p = trainer.predict(column(x), new Predict().batchSize(size)).get(0);
            assertArrayEquals(x, p.floats(), "batch size " + size);
        }
        Dataset d = Dataset.of(Tensor.of(x, 77, 1)).batch(10);
        assertArrayEquals(x, trainer.predict(d, new Predict()).get(0).floats());
    }

    @Test
    void predictionDuringTrainingSeesNoTornWeights() throws InterruptedException {
        int n = 64;
        Chain wide = new Chain(1, new Dense(n).useBias(false).kernelInitializer("ones"));
        Trainer t = new Trainer(wide);
        t.compile(new Compile().optimizer(new SGD(1e-3)).loss("mse"));
        Columns x = column(1);
        Columns y = Columns.of(Ops.zeros(1, n));
        List<float[]> seen = new ArrayList<>();
        @Nullable Throwable[] failed = new Throwable[1];
        Thread reader = new Thread(() -> {
            try {
                for (int i = 0; i < 300; i++) {
                    seen.add(t.predict(x, new Predict()).get(0).floats());
                }
            } catch (RuntimeException | Error e) {
                failed[0] = e;
            } finally {
                t.stopTraining();
            }
        });
        reader.start();
        t.fit(x, y, quiet().epochs(1_000_000));
        reader.join();
        assertEquals(null, failed[0]);
        for (float[] p : seen) {
            for (float v : p) {
                assertEquals(p[0], v, "all weights are from one step");
            }
        }
        assertTrue(seen.get(seen.size() - 1)[0] < seen.get(0)[0] + 1e-6f);
    }

    @Test
    void stepsAllocateNoNativeMemoryOnceWarm() {
        compile(1e-3);
        float[] x = new float[64];
        float[] y = new float[64];
        trainer.trainOnArrays(x, y);
        long before = Engine.allocations();
        for (int i = 0; i < 100; i++) {
            trainer.trainOnArrays(x, y);
        }
        assertEquals(before, Engine.allocations(), "trainOnBatch");
        Callback counting = new Callback() {
            private long atFirst;

            @Override
            public void onEpochBegin(int epoch, Logs logs) {
                if (epoch == 2) {
                    atFirst = Engine.allocations();
                }
            }

            @Override
            public void onEpochEnd(int epoch, Logs logs) {
                if (epoch == 5) {
                    assertEquals(atFirst, Engine.allocations(), "fit");
                }
            }
        };
        trainer.fit(
                column(x),
                column(y),
                new Fit().verbose(0).batchSize(7).epochs(6).callbacks(counting));
    }

    @Test
    void aLossOnWeightsThatAreNotFiniteIsNan() {
        Chain relu = new Chain(1, new Dense(2).activation("relu"), new Dense(1));
        Trainer t = new Trainer(relu);
        t.compile(new Compile().optimizer(new SGD(0.1)).loss("mse"));
        List<Tensor> weights = new ArrayList<>(t.getWeights());
        weights.set(0, Tensor.of(new float[] {Float.NaN, 1}, 1, 2));
        t.setWeights(weights);
        History h = t.fit(column(1, 2, 3), column(1, 2, 3), quiet().batchSize(1));
        assertTrue(Double.isNaN(h.get("loss")[0]));
    }
}
