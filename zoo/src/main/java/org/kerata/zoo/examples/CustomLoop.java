package org.kerata.zoo.examples;

import java.util.List;
import java.util.Locale;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Mode;
import org.kerata.layers.convolutional.Conv2D;
import org.kerata.layers.core.Dense;
import org.kerata.layers.pooling.MaxPooling2D;
import org.kerata.layers.preprocessing.Rescaling;
import org.kerata.layers.regularization.Dropout;
import org.kerata.layers.regularizers.L2;
import org.kerata.layers.reshaping.Flatten;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Dataset;
import org.kerata.training.losses.Losses;
import org.kerata.training.metrics.Mean;
import org.kerata.training.metrics.SparseCategoricalAccuracy;
import org.kerata.training.optimizers.Adam;
import org.kerata.zoo.datasets.TrainTest;

/**
 * Training without {@code fit}: a step of one's own, compiled, over batches of one's own. Reads at least 98 % of the digits for testing
 * right.
 */
public final class CustomLoop {
    private static final int EPOCHS = 20;

    private CustomLoop() {}

    /** {@code CustomLoop}, without arguments. */
    public static void main(String[] args) {
        Kerata.setRandomSeed(1);
        TrainTest data = org.kerata.zoo.datasets.Digits.load();
        Model model = new Sequential(
                new Input(8, 8, 1),
                new Rescaling(1 / 16.0),
                new Conv2D(32, 3).padding("same").activation("relu"),
                new Conv2D(64, 3).padding("same").activation("relu"),
                new MaxPooling2D(2),
                new Flatten(),
                new Dropout(0.5),
                new Dense(10).activation("softmax").kernelRegularizer(new L2(1e-4)));
        Adam optimizer = new Adam(1e-3);
        Mean meanLoss = new Mean();
        SparseCategoricalAccuracy accuracy = new SparseCategoricalAccuracy();

        // The function is traced once for each shape of batch. What it does to tensors and variables becomes one
        // program, the update of
        // weights and metrics included; whatever else it did in Java would happen then and not again.
        Compiled step = Compiled.of((images, labels) -> {
            Tensor predicted = model.apply(images, Mode.TRAINING);
            // extraLoss: what regularizers ask for.
            Tensor loss = Losses.sparseCategoricalCrossentropy(labels, predicted)
                    .mean()
                    .plus(model.extraLoss());
            List<Variable> weights = model.trainableWeights();
            optimizer.apply(Gradients.of(loss, weights), weights);
            meanLoss.record(loss);
            accuracy.updateState(labels, predicted);
            return loss;
        });

        Dataset batches =
                Dataset.of(data.xTrain(), data.yTrain()).shuffle(1437, 1).batch(32);
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            meanLoss.reset();
            accuracy.reset();
            for (Batch batch : batches) {
                step.run(batch.x(), batch.y());
            }
            System.out.printf(
                    Locale.ROOT,
                    "Epoch %2d: loss %.4f, accuracy %.4f%n",
                    epoch,
                    meanLoss.value().scalar(),
                    accuracy.value().scalar());
        }

        accuracy.reset();
        accuracy.updateState(data.yTest(), model.apply(data.xTest()));
        Goal.atLeast(0.98, accuracy.value().scalar(), "test accuracy");
    }
}
