package org.kerata.zoo.examples;

import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.layers.core.Dense;
import org.kerata.layers.preprocessing.Rescaling;
import org.kerata.layers.regularization.Dropout;
import org.kerata.layers.reshaping.Flatten;
import org.kerata.training.Fit;
import org.kerata.training.optimizers.Adam;
import org.kerata.zoo.datasets.FashionMnist;
import org.kerata.zoo.datasets.TrainTest;

/**
 * A network of fully connected layers tells shirts from sneakers, at least 88 % of them right: what can be had without convolutions.
 * Fashion-MNIST is read from disk, or downloaded the first time (30 MB).
 */
public final class FashionMlp {
    private FashionMlp() {}

    /** {@code FashionMlp}, without arguments. */
    public static void main(String[] args) {
        Kerata.setRandomSeed(1);
        TrainTest data = FashionMnist.load();
        Model model = new Sequential(
                new Input(28, 28),
                new Rescaling(1 / 255.0),
                new Flatten(),
                new Dense(256).activation("relu"),
                new Dropout(0.2),
                new Dense(128).activation("relu"),
                new Dropout(0.2),
                new Dense(FashionMnist.CLASSES.size()).activation("softmax"));
        model.summary();
        model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
        model.fit(
                data.xTrain(),
                data.yTrain(),
                new Fit().batchSize(128).epochs(20).validationSplit(0.1));
        double accuracy = model.evaluate(data.xTest(), data.yTest()).get("accuracy");
        Goal.atLeast(0.88, accuracy, "test accuracy");
    }
}
