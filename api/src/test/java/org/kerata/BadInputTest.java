package org.kerata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.convolutional.Conv2D;
import org.kerata.layers.core.Dense;
import org.kerata.layers.pooling.MaxPooling2D;
import org.kerata.layers.reshaping.Flatten;
import org.kerata.training.Compile;
import org.kerata.training.Evaluate;
import org.kerata.training.Fit;
import org.kerata.training.Logs;
import org.kerata.training.callbacks.Callback;
import org.kerata.training.callbacks.TerminateOnNaN;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Dataset;
import org.kerata.training.losses.CategoricalGeneralizedCrossEntropy;
import org.kerata.training.losses.CosineSimilarity;
import org.kerata.training.optimizers.SGD;

/** Bad input is caught before native code, and the message says what, where, and how to mend it. */
class BadInputTest {
    private final Sequential model = new Sequential(
                    new Input(3).name("rows"),
                    new Dense(2).activation("softmax").name("out"))
            .name("classifier");
    private final Fit quiet = new Fit().verbose(0);

    @BeforeEach
    void compile() {
        model.compile("sgd", "sparse_categorical_crossentropy", "accuracy");
    }

    private static void assertError(String expected, Executable wrong) {
        assertEquals(expected, assertThrows(KerataException.class, wrong).getMessage());
    }

    private static Tensor labels(int... labels) {
        return Tensor.of(labels);
    }

    @Test
    void fitBeforeCompile() {
        var fresh = new Sequential(new Input(3), new Dense(2)).name("fresh");
        Tensor x = Ops.zeros(2, 3);
        assertError(
                "fit: the model \"fresh\" has not been compiled. Call compile first.",
                () -> fresh.fit(x, labels(0, 1)));
        assertError(
                "evaluate: the model \"fresh\" has not been compiled. Call compile first.",
                () -> fresh.evaluate(x, labels(0, 1)));
        assertError(
                "trainOnBatch: the model \"fresh\" has not been compiled. Call compile first.",
                () -> fresh.trainOnBatch(x, labels(0, 1)));
        assertError(
                "trainOnBatch: the model \"fresh\" has not been compiled. Call compile first.",
                () -> fresh.trainOnBatch(new float[3], new int[1]));
        assertEquals(2, fresh.predict(x).shape().dim(0), "predict needs no compile");
    }

    @Test
    void fitAfterTheLayersChanged() {
        Tensor x = Ops.zeros(2, 3);
        assertEquals(2, model.predict(x).shape().dim(1));
        model.add(new Dense(5));
        assertEquals(5, model.predict(x).shape().dim(1), "predictions follow");
        assertError(
                "fit: the model \"classifier\" has not been compiled since its layers changed. Call compile first.",
                () -> model.fit(x, labels(0, 1)));
        model.pop();
        model.compile("sgd", "sparse_categorical_crossentropy");
        model.fit(x, labels(0, 1), quiet);
    }

    @Test
    void predictBeforeBuild() {
        var open = new Sequential(new Dense(2)).name("open");
        assertError(
                "predict: the model \"open\" has no weights yet. Put an Input in front, call build with the input's shape, or fit it first.",
                () -> open.predict(Ops.zeros(2, 3)));
        open.compile("sgd", "mse");
        open.fit(Ops.zeros(2, 3), Ops.zeros(2, 2), quiet);
        assertEquals(2, open.predict(Ops.zeros(2, 3)).shape().dim(1));
    }

    @Test
    void wrongRankAndWidth() {
        assertError(
                "fit: the input \"rows\" must have shape (None, 3). Received: (5, 4).",
                () -> model.fit(Ops.zeros(5, 4), labels(0, 0, 0, 0, 0), quiet));
        assertError(
                "predict: the input \"rows\" must have shape (None, 3). Received: (5, 3, 1, 1). Put a Flatten before it, or reshape the data.",
                () -> model.predict(Ops.zeros(5, 3, 1, 1)));
        assertError(
                "predict: the input \"rows\" must have shape (None, 3). Received: (3,).",
                () -> model.predict(Tensor.of(new float[3])));
        assertError(
                "predict: the input \"rows\" must be (samples, …). Received: a single number.",
                () -> model.predict(Tensor.scalar(1)));
        assertEquals(2, model.predict(Ops.zeros(5, 3, 1)).shape().dim(1), "an axis of length 1 at the end may be more");
    }

    @Test
    void labelsOutOfRange() {
        assertError(
                "fit: the target of \"out\" must hold class numbers from 0 to 1. Received: 2 in row 1.",
                () -> model.fit(Ops.zeros(3, 3), labels(0, 2, 1), quiet));
        assertError(
                "evaluate: the target of \"out\" must hold class numbers from 0 to 1. Received: -1 in row 2.",
                () -> model.evaluate(Ops.zeros(3, 3), labels(0, 1, -1)));
        assertError(
                "trainOnBatch: the target of \"out\" must hold class numbers from 0 to 1. Received: 7 in row 1.",
                () -> model.trainOnBatch(new float[6], new int[] {0, 7}));
        assertError(
                "fit: the target of \"out\" must hold whole numbers of 32 bits. Received: 0.5 in row 1.",
                () -> model.fit(Ops.zeros(2, 3), Tensor.of(new float[] {0, 0.5f}), quiet));
        Dataset made = Dataset.of(Ops.zeros(4, 3), labels(0, 1, 0, 3)).batch(2).map(b -> b);
        assertError(
                "fit: the target of \"out\" must hold class numbers from 0 to 1. Received: 3 in row 1.",
                () -> model.fit(made, quiet));
    }

    @Test
    void unequalSampleCountsAndNoData() {
        assertError(
                "fit: inputs, targets and weights must have equally many samples. Received: the input \"rows\" with 3 and the target of"
                        + " \"out\" with 2.",
                () -> model.fit(Ops.zeros(3, 3), labels(0, 1), quiet));
        assertError(
                "fit: inputs, targets and weights must have equally many samples. Received: the input \"rows\" with 2 and sampleWeight"
                        + " with 3.",
                () -> model.fit(
                        Ops.zeros(2, 3), labels(0, 1), new Fit().verbose(0).sampleWeight(1, 2, 3)));
        assertError(
                "fit: there is no data: the input \"rows\" has 0 samples.",
                () -> model.fit(Ops.zeros(0, 3), Tensor.of(new int[0]), quiet));
        assertError(
                "predict: there is no data: the input \"rows\" has 0 samples.", () -> model.predict(Ops.zeros(0, 3)));
        assertError(
                "fit: there is no data: the data set has no batches.",
                () -> model.fit(Dataset.ofBatches(List.of()), quiet));
    }

    @Test
    void nonFiniteData() {
        float[] x = new float[300];
        x[7] = Float.NaN;
        Tensor bad = Tensor.of(x, 100, 3);
        int[] y = new int[100];
        assertError(
                "fit: the input \"rows\" holds NaN in row 2, column 1. Clean the data, or let it pass with allowNonFinite(true).",
                () -> model.fit(bad, Tensor.of(y), quiet));
        assertError(
                "evaluate: the input \"rows\" holds NaN in row 2, column 1. Clean the data, or let it pass with allowNonFinite(true).",
                () -> model.evaluate(bad, Tensor.of(y)));
        x[7] = 0;
        x[299] = Float.NEGATIVE_INFINITY;
        assertError(
                "trainOnBatch: the input \"rows\" holds -Infinity in row 99, column 2. Clean the data, or let it pass with"
                        + " allowNonFinite(true).",
                () -> model.trainOnBatch(x, y));
        float[] p = model.predict(bad).floats();
        assertTrue(Float.isNaN(p[4]) && Float.isNaN(p[5]), "a prediction of NaN is NaN");
        assertTrue(Float.isFinite(p[3]) && Float.isFinite(p[6]), "and others are not touched");
        Logs passed =
                model.evaluate(bad, Tensor.of(y), new Evaluate().verbose(0).allowNonFinite(true));
        assertTrue(Double.isNaN(passed.loss()));
    }

    @Test
    void aPredictionOfNanIsNanBehindReluAndMaximumToo() {
        Model dense = new Sequential(new Input(3), new Dense(5).activation("relu"), new Dense(2));
        float[] p = dense.predict(Tensor.of(new float[] {1, Float.NaN, 2, 1, 2, 3}, 2, 3))
                .floats();
        assertTrue(Float.isNaN(p[0]) && Float.isNaN(p[1]) && Float.isFinite(p[2]) && Float.isFinite(p[3]));
        Model images = new Sequential(
                new Input(6, 6, 1),
                new Conv2D(3, 3).activation("relu"),
                new MaxPooling2D(2),
                new Flatten(),
                new Dense(2));
        float[] x = new float[72];
        x[40] = Float.NaN;
        float[] q = images.predict(Tensor.of(x, 2, 6, 6, 1)).floats();
        assertTrue(Float.isFinite(q[0]) && Float.isFinite(q[1]) && Float.isNaN(q[2]) && Float.isNaN(q[3]));
    }

    @Test
    void aNanInAnyWeightEndsTrainingInThatStep() {
        var net = new Sequential(
                new Input(3),
                new Dense(5).activation("relu"),
                new Dense(4).activation("relu"),
                new Dense(2).activation("softmax"));
        net.compile(new SGD(0.01), "sparse_categorical_crossentropy");
        List<Tensor> good = net.getWeights();
        for (int i = 0; i < good.size(); i++) {
            List<Tensor> planted = new ArrayList<>(good);
            float[] values = good.get(i).floats();
            values[values.length / 2] = Float.NaN;
            planted.set(i, Tensor.of(values, good.get(i).shape().dims()));
            net.setWeights(planted);
            int[] steps = {0};
            net.fit(
                    Ops.ones(8, 3),
                    labels(0, 1, 0, 1, 0, 1, 0, 1),
                    new Fit()
                            .verbose(0)
                            .batchSize(2)
                            .epochs(3)
                            .callbacks(new TerminateOnNaN(), Callback.onTrainBatchEnd((b, logs) -> steps[0]++)));
            assertEquals(1, steps[0], "weight " + i);
        }
    }

    @Test
    void unknownNames() {
        assertError(
                "Unknown optimizer \"adm\". Did you mean \"adam\"? Known: adadelta, adafactor, adagrad, adam, adamax, adamw, ftrl, lamb, lion,"
                        + " loss_scale_optimizer, multi_optimizer, muon, nadam, rmsprop, schedulefreeadamw, sgd.",
                () -> model.compile("adm", "mse"));
        assertTrue(assertThrows(KerataException.class, () -> model.compile("adam", "mean_square_error"))
                .getMessage()
                .startsWith("Unknown loss \"mean_square_error\". Did you mean \"mean_squared_error\"?"));
        assertTrue(assertThrows(KerataException.class, () -> model.compile("adam", "mse", "acuracy"))
                .getMessage()
                .startsWith("Unknown metric \"acuracy\". Did you mean \"accuracy\"?"));
        var a = new Input(1).name("title");
        var b = new Input(1).name("tags");
        var two = Model.of(
                List.of(a, b),
                List.of(
                        new Dense(1).name("urgent").apply(a),
                        new Dense(1).name("dept").apply(b)));
        two.compile("sgd", "mse");
        Tensor column = Ops.zeros(2, 1);
        Map<String, Tensor> y = Map.of("urgent", column, "dept", column);
        assertError(
                "fit: the model has no input \"titel\". Did you mean \"title\"? Known: tags, title.",
                () -> two.fit(Map.of("titel", column, "tags", column), y, quiet));
        assertError(
                "fit: the input \"tags\" is missing. Received: title.",
                () -> two.fit(Map.of("title", column), y, quiet));
        assertError(
                "fit: the model has no output \"urgnt\". Did you mean \"urgent\"? Known: dept, urgent.",
                () -> two.fit(Map.of("title", column, "tags", column), Map.of("urgnt", column, "dept", column), quiet));
        assertError("fit: the model has 2 inputs (title, tags). Received: 1.", () -> two.fit(column, y, quiet));
        assertError(
                "compile: loss: the model has no output \"dep\". Did you mean \"dept\"? Known: dept, urgent.",
                () -> two.compile(new Compile().loss("dep", "mse")));
        assertError(
                "compile: metrics: the model has 2 outputs (urgent, dept), so each metric needs one: metrics(\"urgent\", …). Received: 1"
                        + " for no output.",
                () -> two.compile(new Compile().loss("mse").metrics("mae")));
        assertError(
                "predict: the model \"functional\" has 2 outputs (urgent, dept). Use predictAll.",
                () -> two.predict(List.of(column, column)));
    }

    @Test
    void targetsThatWouldBeBroadcast() {
        var wide = new Sequential(new Input(3), new Dense(4).name("out"));
        wide.compile("sgd", "mse");
        assertError(
                "Output \"out\": mean_squared_error: targets must have the shape of the predictions (2, 4). Received: targets (2, 1). If the"
                        + " targets are class numbers, use sparse_categorical_crossentropy or make them one-hot; if not, check the last layer's units.",
                () -> wide.fit(Ops.zeros(2, 3), Ops.zeros(2, 1), quiet));
        assertError(
                "Output \"out\": sparse_categorical_crossentropy: targets must be class numbers of shape (2,), for predictions (2, 2)."
                        + " Received: targets (2, 2). One-hot targets go with categorical_crossentropy and categorical_accuracy.",
                () -> model.fit(Ops.zeros(2, 3), Ops.zeros(2, 2), quiet));
    }

    @Test
    void whatALossSaysNamesItsOutput() {
        var m = new Sequential(new Input(3), new Dense(4).name("out"));
        m.compile(new Compile().optimizer("sgd").loss(new CosineSimilarity().axis(2)));
        assertError(
                "Output \"out\": cosine_similarity: axis must be one of the predictions' 2 axes. Received: 2.",
                () -> m.fit(Ops.zeros(2, 3), Ops.zeros(2, 4), quiet));
        m.compile(new Compile().optimizer("sgd").loss(new CategoricalGeneralizedCrossEntropy()));
        assertError(
                "fit: the target of \"out\" must hold class numbers from 0 to 3. Received: 4 in row 1.",
                () -> m.fit(Ops.zeros(2, 3), labels(0, 4), quiet));
        assertError(
                "fit: the target of \"out\" must hold whole numbers of 32 bits. Received: 0.5 in row 0.",
                () -> m.fit(Ops.zeros(2, 3), Tensor.of(new float[] {0.5f, 1}), quiet));
        m.compile(new Compile().optimizer("sgd").loss("dice"));
        assertError(
                "Output \"out\": dice: targets must have the shape of the predictions (2, 4). Received: targets (2, 3).",
                () -> m.fit(Ops.zeros(2, 3), Ops.zeros(2, 3), quiet));
    }

    @Test
    void classAndSampleWeights() {
        Tensor x = Ops.zeros(2, 3);
        assertError(
                "fit: classWeight and sampleWeight cannot both be given.",
                () -> model.fit(
                        x,
                        labels(0, 1),
                        new Fit().verbose(0).classWeight(Map.of(0, 2.0)).sampleWeight(1, 1)));
        assertError(
                "fit: classWeight: there is no class 2. Classes are 0 to 1.",
                () -> model.fit(x, labels(0, 1), new Fit().verbose(0).classWeight(Map.of(0, 1.0, 2, 2.0))));
        assertError(
                "fit: classWeight: the weight of class 1 must be 0 or more. Received: -1.0.",
                () -> model.fit(x, labels(0, 1), new Fit().verbose(0).classWeight(Map.of(1, -1.0))));
        assertEquals(
                1,
                model.fit(x, labels(0, 1), new Fit().verbose(0).classWeight(Map.of(1, 3)))
                        .epochs()
                        .length);
    }

    @Test
    void optionsThatMakeNoSense() {
        assertError("fit: batchSize must be at least 1. Received: 0.", () -> new Fit().batchSize(0));
        assertError(
                "fit: validationSplit must be at least 0 and below 1. Received: 1.0.",
                () -> new Fit().validationSplit(1));
        assertError("fit: verbose must be 0, 1 or 2. Received: 3.", () -> new Fit().verbose(3));
        assertError(
                "fit: validationSplit 0.9 of 2 samples leaves none for training.",
                () -> model.fit(
                        Ops.zeros(2, 3), labels(0, 1), new Fit().verbose(0).validationSplit(0.9)));
        Dataset rows = Dataset.of(Ops.zeros(2, 3), labels(0, 1));
        assertError("fit: the data set gives single samples. Put batch(32) behind it.", () -> model.fit(rows, quiet));
        assertError(
                "fit: batchSize is not for data sets. Put it into the data set.",
                () -> model.fit(rows.batch(1), new Fit().verbose(0).batchSize(4)));
        assertError(
                "fit: there are no targets, but the losses or metrics of out need them. Give y.",
                () -> model.fit(Dataset.of(Ops.zeros(2, 3)).batch(1), quiet));
        var idle = new Sequential(new Input(3), new Dense(2));
        idle.compile(new Compile().optimizer(new SGD()));
        assertError(
                "fit: there is nothing to minimise: the model was compiled without a loss, and no layer adds one. Give compile a loss.",
                () -> idle.trainOnBatch(Batch.of(Ops.zeros(2, 3))));
        var frozen = new Sequential(new Input(3), new Dense(2)).name("frozen").trainable(false);
        frozen.compile("sgd", "mse");
        assertError(
                "fit: the model \"frozen\" has no weights that training could change.",
                () -> frozen.fit(Ops.zeros(2, 3), Ops.zeros(2, 2), quiet));
        assertError(
                "trainOnBatch: the input must be a multiple of 3 numbers, for shape (None, 3). Received: 4.",
                () -> model.trainOnBatch(new float[4], new int[1]));
        assertError(
                "trainOnBatch: 2 samples need a multiple of 2 targets. Received: 3.",
                () -> model.trainOnBatch(new float[6], new int[3]));
    }
}
