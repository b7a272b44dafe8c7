package org.kerata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.Mode;
import org.kerata.layers.convolutional.Conv2D;
import org.kerata.layers.core.Dense;
import org.kerata.layers.merging.Concatenate;
import org.kerata.layers.normalization.BatchNormalization;
import org.kerata.layers.pooling.GlobalAveragePooling2D;
import org.kerata.layers.pooling.MaxPooling2D;
import org.kerata.layers.preprocessing.Rescaling;
import org.kerata.layers.regularization.Dropout;
import org.kerata.layers.reshaping.Flatten;
import org.kerata.training.Compile;
import org.kerata.training.Evaluate;
import org.kerata.training.Fit;
import org.kerata.training.Logs;
import org.kerata.training.callbacks.Callback;
import org.kerata.training.callbacks.EarlyStopping;
import org.kerata.training.callbacks.History;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Dataset;
import org.kerata.training.losses.Loss;
import org.kerata.training.losses.Losses;
import org.kerata.training.metrics.Direction;
import org.kerata.training.metrics.Metric;
import org.kerata.training.optimizers.Adam;
import org.kerata.training.optimizers.SGD;

/** The common tasks, written as a user would. */
class TasksTest {
    private final Random random = new Random(1);

    @BeforeEach
    void seed() {
        Kerata.setRandomSeed(7);
    }

    /** Images with a bright quarter; which one is the class. */
    private Tensor[] images(int n) {
        int[] pixels = new int[n * 64];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = random.nextInt(4);
            for (int k = 0; k < 64; k++) {
                int quarter = (k / 8 / 4) * 2 + k % 8 / 4;
                pixels[i * 64 + k] = random.nextInt(100) + (quarter == labels[i] ? 120 : 0);
            }
        }
        return new Tensor[] {Tensor.of(pixels, n, 8, 8, 1), Tensor.of(labels)};
    }

    @Test
    void imageClassifier() {
        var model = new Sequential(
                new Input(8, 8, 1),
                new Rescaling(1 / 255.0),
                new Conv2D(8, 3).activation("relu"),
                new MaxPooling2D(2),
                new Flatten(),
                new Dropout(0.2),
                new Dense(4).activation("softmax"));
        model.compile(new Adam(1e-2), "sparse_categorical_crossentropy", "accuracy");
        Tensor[] train = images(400);
        Tensor[] test = images(100);
        History h = model.fit(
                train[0],
                train[1],
                new Fit().epochs(6).batchSize(64).validationSplit(0.1).verbose(0));
        assertEquals(6, h.get("val_accuracy").length);
        assertTrue(h.get("loss")[5] < h.get("loss")[0] / 2);
        double accuracy =
                model.evaluate(test[0], test[1], new Evaluate().verbose(0)).get("accuracy");
        assertTrue(accuracy > 0.95, "accuracy " + accuracy);
        int[] classes = model.predict(test[0]).argMax(-1).ints();
        int right = 0;
        for (int i = 0; i < classes.length; i++) {
            right += classes[i] == test[1].ints()[i] ? 1 : 0;
        }
        assertEquals(accuracy, right / 100.0, 1e-6);
    }

    @Test
    void twoInputsTwoOutputs() {
        var title = new Input(6).name("title");
        var tags = new Input(3).name("tags");
        Tensor joined = new Concatenate().apply(new Dense(8).activation("relu").apply(title), tags);
        var model = Model.of(
                List.of(title, tags),
                List.of(
                        new Dense(1).name("urgent").activation("sigmoid").apply(joined),
                        new Dense(3).name("dept").activation("softmax").apply(joined)));
        model.compile(new Compile()
                .optimizer(new Adam(0.05))
                .loss("urgent", "binary_crossentropy")
                .lossWeight("urgent", 0.2)
                .loss("dept", "sparse_categorical_crossentropy")
                .metrics("dept", "accuracy"));
        int n = 96;
        float[] titles = new float[n * 6];
        float[] tagRows = new float[n * 3];
        float[] urgent = new float[n];
        int[] dept = new int[n];
        for (int i = 0; i < n; i++) {
            dept[i] = random.nextInt(3);
            tagRows[i * 3 + dept[i]] = 1;
            titles[i * 6] = (float) random.nextGaussian();
            urgent[i] = titles[i * 6] > 0 ? 1 : 0;
        }
        Map<String, Tensor> x = Map.of("title", Tensor.of(titles, n, 6), "tags", Tensor.of(tagRows, n, 3));
        Map<String, Tensor> y = Map.of("urgent", Tensor.of(urgent), "dept", Tensor.of(dept));
        History h = model.fit(x, y, new Fit().epochs(20).verbose(0));
        assertEquals("[dept_accuracy, dept_loss, loss, urgent_loss]", h.names().toString());
        assertTrue(h.get("dept_accuracy")[19] > 0.95);
        Logs logs = model.evaluate(x, y, new Evaluate().verbose(0));
        assertEquals(0.2 * logs.get("urgent_loss") + logs.get("dept_loss"), logs.loss(), 1e-5);
        Map<String, Tensor> out = model.predictAll(x);
        assertEquals("[urgent, dept]", out.keySet().toString());
        assertArrayEquals(dept, out.get("dept").argMax(-1).ints());
        assertArrayEquals(
                out.get("dept").floats(),
                model.predictAll(List.of(x.get("title"), x.get("tags")))
                        .get("dept")
                        .floats());
    }

    @Test
    void transferLearning() {
        var inner = new Input(8, 8, 1);
        Tensor features = new BatchNormalization()
                .name("norm")
                .apply(new Conv2D(4, 3).name("conv").apply(inner));
        Model full = Model.of(inner, new Dense(2).apply(new Flatten().apply(features)));
        Model base = Model.of(full.input(), full.getLayer("norm").output()).trainable(false);
        var in = new Input(8, 8, 1);
        var model = Model.of(
                in, new Dense(4).activation("softmax").apply(new GlobalAveragePooling2D().apply(base.apply(in))));
        model.compile(new Adam(1e-2), "sparse_categorical_crossentropy", "accuracy");
        List<float[]> before = base.getWeights().stream().map(Tensor::floats).toList();
        Tensor[] data = images(64);
        float[] headBefore =
                model.getWeights().get(model.getWeights().size() - 1).floats();
        model.fit(data[0].cast("float32").div(255), data[1], new Fit().epochs(2).verbose(0));
        for (int i = 0; i < before.size(); i++) {
            assertArrayEquals(before.get(i), base.getWeights().get(i).floats(), "frozen, moving statistics too");
        }
        float[] headAfter =
                model.getWeights().get(model.getWeights().size() - 1).floats();
        assertTrue(
                java.util.Arrays.hashCode(headBefore) != java.util.Arrays.hashCode(headAfter), "the head is trained");
    }

    @Test
    void lossOfOnesOwn() {
        Loss pinball = Loss.of("pinball", (y, p) -> {
            Tensor e = y.minus(p);
            return Ops.maximum(e.times(0.9), e.times(-0.1)).mean(-1);
        });
        var model = new Sequential(new Input(1), new Dense(1));
        model.compile(new Adam(0.05), pinball);
        float[] x = new float[500];
        float[] y = new float[500];
        for (int i = 0; i < y.length; i++) {
            y[i] = random.nextFloat();
        }
        model.fit(Tensor.of(x, 500, 1), Tensor.of(y), new Fit().epochs(40).verbose(0));
        float quantile = model.predict(Tensor.of(new float[1], 1, 1)).scalar();
        assertEquals(0.9f, quantile, 0.05f, "nine of ten lie below");
    }

    /** As in the documentation. */
    public static final class NegativeRate extends Metric {
        private final Variable hits = total("hits");
        private final Variable seen = total("seen");

        public NegativeRate() {
            super("negative_rate", Direction.DOWN);
        }

        @Override
        protected void update(Tensor y, Tensor p, Tensor weight) {
            hits.assignAdd(p.less(0).cast("float32").times(weight).sum());
            seen.assignAdd(weight.sum());
        }

        @Override
        protected Tensor result() {
            return Ops.divideNoNan(hits, seen);
        }
    }

    @Test
    void metricOfOnesOwn() {
        var model = new Sequential(new Input(1), new Dense(1).useBias(false).kernelInitializer("ones"));
        model.compile(new Compile()
                .optimizer("sgd")
                .loss("mse")
                .metrics(new NegativeRate())
                .metrics("mae"));
        Tensor x = Tensor.of(new float[] {-1, -2, 3, -4}, 4, 1);
        Logs logs = model.evaluate(x, x, new Evaluate().verbose(0).batchSize(3));
        assertEquals(0.75, logs.get("negative_rate"), 1e-6);
        EarlyStopping watching = new EarlyStopping("val_negative_rate");
        model.fit(x, x, new Fit().epochs(3).validationData(x, x).verbose(0).callbacks(watching));
        assertEquals(1, watching.stoppedEpoch());
    }

    @Test
    void callbacks() {
        var model = new Sequential(new Input(1), new Dense(1));
        model.compile("adam", "mse");
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 10, 1);
        List<Double> losses = new ArrayList<>();
        History h = model.fit(
                x,
                x.times(0),
                new Fit()
                        .epochs(100)
                        .verbose(0)
                        .validationSplit(0.1)
                        .callbacks(
                                new EarlyStopping("val_loss").patience(3).minDelta(1e9),
                                Callback.onEpochEnd((epoch, logs) -> losses.add(logs.loss()))));
        assertEquals(4, losses.size());
        assertEquals(4, h.epochs().length);
    }

    @Test
    void constraintsHoldInALoopOfOnesOwnToo() {
        var layer = new Dense(1).useBias(false).kernelInitializer("ones").kernelConstraint("non_neg");
        var model = new Sequential(new Input(1), layer);
        var optimizer = new Adam(0.3);
        Tensor x = Ops.ones(4, 1);
        for (int i = 0; i < 10; i++) {
            Tensor loss = model.apply(x, Mode.TRAINING).mean();
            optimizer.apply(Gradients.of(loss, model.trainableWeights()), model.trainableWeights());
        }
        assertEquals(0, layer.getWeights().get(0).scalar());
    }

    @Test
    void loopOfOnesOwn() {
        var model = new Sequential(
                new Input(2),
                new Dense(16).activation("relu").kernelRegularizer("l2"),
                new Dense(2).activation("softmax"));
        var optimizer = new Adam(0.02);
        var step = Compiled.of((Tensor x, Tensor y) -> {
            Tensor loss = Losses.sparseCategoricalCrossentropy(y, model.apply(x, Mode.TRAINING))
                    .mean()
                    .plus(model.extraLoss());
            optimizer.apply(Gradients.of(loss, model.trainableWeights()), model.trainableWeights());
            return loss;
        });
        int n = 256;
        float[] points = new float[n * 2];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            points[2 * i] = (float) random.nextGaussian();
            points[2 * i + 1] = (float) random.nextGaussian();
            labels[i] = points[2 * i] * points[2 * i + 1] > 0 ? 1 : 0;
        }
        Tensor xs = Tensor.of(points, n, 2);
        Tensor ys = Tensor.of(labels);
        List<Float> losses = new ArrayList<>();
        for (int epoch = 0; epoch < 15; epoch++) {
            float sum = 0;
            for (Batch b : Dataset.of(xs, ys).shuffle(1024, 42 + epoch).batch(32)) {
                sum += step.run(b.x(), b.y()).scalar();
            }
            losses.add(sum / 8);
        }
        assertTrue(losses.get(14) < losses.get(0) * 0.6f, losses.toString());
        assertEquals(15 * 8, optimizer.iterations().scalar());
    }

    /** Doubles its input if that is positive on the whole, which it must read to know. */
    private static final class Reading extends Layer {
        @Override
        protected Tensor call(Tensor x, Call call) {
            return x.sum().scalar() > 0 ? x.times(2) : x;
        }

        @Override
        protected List<Spec> outputSpecs(List<Spec> inputs) {
            return inputs;
        }
    }

    @Test
    void eagerStepsMayReadValues() {
        var model = new Sequential(
                new Input(1), new Reading(), new Dense(1).useBias(false).kernelInitializer("ones"));
        Compile how = new Compile().optimizer(new SGD(0)).loss("mse").metrics("mae");
        model.compile(how);
        Tensor x = Tensor.of(new float[] {1, -1}, 2, 1);
        Tensor y = x.times(0);
        Fit fit = new Fit().batchSize(1).shuffle(false).verbose(0);
        String message =
                assertThrows(KerataException.class, () -> model.fit(x, y, fit)).getMessage();
        assertTrue(message.contains("runEagerly(true)") && message.contains("reading"), message);
        model.compile(how.runEagerly(true));
        History h = model.fit(x, y, fit);
        assertEquals((4 + 1) / 2.0, h.get("loss")[0], 1e-6);
        assertEquals((2 + 1) / 2.0, h.get("mae")[0], 1e-6);
        assertEquals(
                2.5,
                model.evaluate(x, y, new Evaluate().batchSize(1).verbose(0)).loss(),
                1e-6);
        assertArrayEquals(
                new float[] {2, 4},
                model.predict(Tensor.of(new float[] {1, 2}, 2, 1)).floats());
    }

    @Test
    void trainsOnASetOfBatches() {
        var model = new Sequential(new Input(1), new Dense(1));
        model.compile(new Adam(0.1), "mse", "mae");
        float[] x = new float[200];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat();
        }
        Tensor xs = Tensor.of(x, 200, 1);
        Dataset rows = Dataset.of(xs, xs.times(3)).shuffle(200, 1).batch(16);
        Dataset made = rows.map(b -> Batch.of(b.x(), b.y().plus(1)));
        History h = model.fit(
                made,
                new Fit()
                        .epochs(30)
                        .verbose(0)
                        .validationData(Dataset.of(xs, xs.times(3).plus(1)).batch(50)));
        assertTrue(h.get("val_mae")[29] < 0.1, "val_mae " + h.get("val_mae")[29]);
        assertEquals(2.5f, model.predict(Tensor.of(new float[] {0.5f}, 1, 1)).scalar(), 0.1f);
        assertTrue(model.evaluate(made, new Evaluate().verbose(0)).loss() < 0.1);
    }
}
