package org.kerata.zoo.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.convolutional.Conv2D;
import org.kerata.layers.core.Dense;
import org.kerata.layers.core.Embedding;
import org.kerata.layers.merging.Concatenate;
import org.kerata.layers.pooling.GlobalAveragePooling1D;
import org.kerata.layers.pooling.GlobalAveragePooling2D;
import org.kerata.training.Compile;
import org.kerata.training.Fit;
import org.kerata.training.callbacks.Callback;
import org.kerata.training.callbacks.EarlyStopping;
import org.kerata.training.callbacks.History;
import org.kerata.zoo.datasets.BreastCancer;
import org.kerata.zoo.datasets.Digits;
import org.kerata.zoo.datasets.TrainTest;

/** The guide's first steps do what it says. */
class FirstStepsTest {
    @BeforeEach
    void seed() {
        Kerata.setRandomSeed(1);
    }

    @Test
    void firstModel() {
        // guide
        float[][] x = new float[400][2];
        int[] y = new int[400]; // whether a point lies in the circle
        for (int i = 0; i < x.length; i++) {
            x[i][0] = (i % 20 - 9.5f) / 10;
            x[i][1] = (i / 20 - 9.5f) / 10;
            y[i] = Math.hypot(x[i][0], x[i][1]) < 0.7 ? 1 : 0;
        }

        var model = new Sequential(new Input(2), new Dense(32).activation("relu"), new Dense(1).activation("sigmoid"));
        model.compile("adam", "binary_crossentropy", "accuracy");
        History history = model.fit(x, y, new Fit().epochs(100).verbose(0));

        double[] losses = history.get("loss");
        float inside = model.predict(new float[][] {{0.1f, -0.2f}}).scalar();
        System.out.printf("Loss %.3f, then %.3f; inside: %.2f%n", losses[0], losses[99], inside);
        // end
        assertTrue(losses[99] < losses[0] / 2, losses[0] + " to " + losses[99]);
        assertTrue(inside > 0.7, "inside " + inside);
    }

    @Test
    void twoInputsTwoOutputs() {
        int n = 64;
        int[] ids = new int[n * 6];
        float[] rows = new float[n * 3];
        int[] of = new int[n];
        float[] soon = new float[n];
        for (int i = 0; i < n; i++) {
            of[i] = i % 4;
            soon[i] = i % 2;
            ids[6 * i] = 1 + of[i];
            rows[3 * i] = soon[i];
        }
        Tensor words = Tensor.of(ids, n, 6);
        Tensor tagRows = Tensor.of(rows, n, 3);
        Tensor urgent = Tensor.of(soon);
        Tensor department = Tensor.of(of);
        // guide
        var title = new Input(6).name("title").dtype("int32");
        var tags = new Input(3).name("tags");
        Tensor meaning = new GlobalAveragePooling1D().apply(new Embedding(1000, 16).apply(title));
        Tensor joined = new Concatenate().apply(meaning, tags);
        var model = Model.of(
                List.of(title, tags),
                List.of(
                        new Dense(1).name("urgent").activation("sigmoid").apply(joined),
                        new Dense(4).name("department").activation("softmax").apply(joined)));
        model.compile(new Compile()
                .optimizer("adam")
                .loss("urgent", "binary_crossentropy")
                .lossWeight("urgent", 0.2)
                .loss("department", "sparse_categorical_crossentropy")
                .metrics("department", "accuracy"));
        model.fit(
                Map.of("title", words, "tags", tagRows),
                Map.of("urgent", urgent, "department", department),
                new Fit().epochs(10).verbose(0));
        Map<String, Tensor> out = model.predictAll(List.of(words, tagRows));
        int[] departments = out.get("department").argMax(-1).ints();
        // end
        assertEquals(n, departments.length);
        assertEquals("[urgent, department]", out.keySet().toString());
    }

    @Test
    void transfer() {
        TrainTest data = Digits.load();
        var pixels = new Input(8, 8, 1);
        Tensor edges = new Conv2D(16, 3).activation("relu").name("edges").apply(pixels.div(16));
        Model full =
                Model.of(pixels, new Dense(10).activation("softmax").apply(new GlobalAveragePooling2D().apply(edges)));
        Tensor isSmall = data.yTrain().less(5).cast("float32");
        float[] before = full.getWeights().get(0).floats();
        // guide
        Model base = Model.of(full.input(), full.getLayer("edges").output()).trainable(false);
        var images = new Input(8, 8, 1);
        Tensor features = new GlobalAveragePooling2D().apply(base.apply(images));
        Model small = Model.of(images, new Dense(1).activation("sigmoid").apply(features));
        small.compile("adam", "binary_crossentropy", "accuracy");
        small.fit(data.xTrain(), isSmall, new Fit().epochs(2).verbose(0));
        // end
        assertTrue(java.util.Arrays.equals(before, full.getWeights().get(0).floats()), "frozen");
    }

    @Test
    void callbacks() {
        TrainTest data = BreastCancer.load();
        Model model = new Sequential(new Input(data.xTrain().shape().last()), new Dense(1).activation("sigmoid"));
        model.compile("adam", "binary_crossentropy", "accuracy");
        // guide
        model.fit(
                data.xTrain(),
                data.yTrain(),
                new Fit()
                        .epochs(30)
                        .validationSplit(0.1)
                        .verbose(0)
                        .callbacks(
                                new EarlyStopping("val_loss").patience(3).restoreBestWeights(true),
                                Callback.onEpochEnd((epoch, logs) -> System.out.println(epoch + ": " + logs.loss()))));
        // end
    }
}
