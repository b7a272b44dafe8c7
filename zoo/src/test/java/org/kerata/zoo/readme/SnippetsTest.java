package org.kerata.zoo.readme;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.core.Dense;
import org.kerata.training.Compile;
import org.kerata.training.Fit;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Dataset;
import org.kerata.training.losses.Loss;
import org.kerata.training.losses.Losses;
import org.kerata.training.metrics.SparseCategoricalAccuracy;
import org.kerata.training.optimizers.Adam;
import org.kerata.zoo.datasets.Digits;
import org.kerata.zoo.datasets.TrainTest;

/** What the README shows does what it says. {@link org.kerata.zoo.PagesTest} holds that these are the README's words. */
class SnippetsTest {
    private final TrainTest data = Digits.load();
    private final Tensor x = data.xTrain().reshape(-1, 64).div(16);
    private final Tensor y = data.yTrain();
    private final PrintStream stdout = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private static Model mlp() {
        return new Sequential(new Input(64), new Dense(32).activation("relu"), new Dense(10).activation("softmax"));
    }

    @BeforeEach
    void seed() {
        Kerata.setRandomSeed(1);
    }

    @AfterEach
    void restore() {
        System.setOut(stdout);
        Engine.checkNumerics(false);
    }

    @Test
    void firstModel() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        FirstModel.main(new String[0]);
        String last =
                printed.toString(StandardCharsets.UTF_8).stripTrailing().lines().reduce("", (a, b) -> b);
        assertTrue(
                last.matches(
                        "Validation loss 0\\.\\d+ at last; 9\\d\\.\\d % of the test images read right, the first as 5\\."),
                last);
    }

    @Test
    void ownLayerAndLoss() {
        // readme
        var model = new Sequential(
                new Input(64), new Dense(32).activation("relu"), new Square(), new Dense(10).activation("softmax"));
        Loss focal = Loss.of("focal", (labels, predicted) -> {
            Tensor error = Losses.sparseCategoricalCrossentropy(labels, predicted);
            return error.times(Ops.exp(error.unaryMinus()).unaryMinus().plus(1).pow(2));
        });
        model.compile(new Compile().optimizer("adam").loss(focal).metrics("accuracy"));
        // end
        double[] losses = model.fit(x, y, new Fit().epochs(5).verbose(0)).get("loss");
        assertTrue(losses[4] < losses[0] / 2, Arrays.toString(losses));
    }

    @Test
    void customLoop() {
        Model model = mlp();
        // readme
        var optimizer = new Adam(1e-3);
        var accuracy = new SparseCategoricalAccuracy();
        Compiled step = Compiled.of((images, labels) -> {
            Tensor predicted = model.apply(images, Mode.TRAINING);
            Tensor loss = Losses.sparseCategoricalCrossentropy(labels, predicted)
                    .mean()
                    .plus(model.extraLoss());
            optimizer.apply(Gradients.of(loss, model.trainableWeights()), model.trainableWeights());
            accuracy.updateState(labels, predicted);
            return loss;
        });
        Dataset batches = Dataset.of(x, y).shuffle(1024, 42).batch(32);
        for (int epoch = 1; epoch <= 10; epoch++) {
            accuracy.reset();
            for (Batch batch : batches) {
                step.run(batch.x(), batch.y());
            }
            System.out.println(
                    "Epoch " + epoch + ": accuracy " + accuracy.value().scalar());
        }
        // end
        assertTrue(accuracy.value().scalar() > 0.8);
        assertTrue(step.describe(x.get(0).reshape(1, 64), y.get(0).reshape(1)).contains("adam"));
    }

    @Test
    void debugging() {
        Model model = mlp();
        model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
        // readme
        Engine.checkNumerics(true); // the first NaN or infinity is an error that names the op and the layer
        String program = model.describe(x, y); // what a training step on such a batch runs, task by task
        // end
        assertTrue(program.contains("matmul"), program);
        KerataException e = assertThrows(
                KerataException.class,
                () -> Ops.log(Tensor.of(new float[] {-1})).floats());
        assertTrue(e.getMessage().contains("log"), e.getMessage());
    }

    @Test
    void reproducibility() {
        int slices = Engine.slices();
        float[] first = trained();
        Engine.threads(Engine.threads() + 1);
        assertArrayEquals(first, trained());
        Engine.threads(Engine.threads() - 1);
        Engine.slices(slices);
    }

    private float[] trained() {
        // readme
        Kerata.setRandomSeed(42); // before the first layer is made
        Engine.slices(4); // the same on every machine; without it, the number of its cores
        // end
        Model model = mlp();
        model.compile("adam", "sparse_categorical_crossentropy");
        model.fit(x, y, new Fit().verbose(0));
        return model.getWeights().get(0).floats();
    }
}
