package org.kerata.zoo.readme;

// readme
import org.kerata.Input;
import org.kerata.Sequential;
import org.kerata.layers.convolutional.Conv2D;
import org.kerata.layers.core.Dense;
import org.kerata.layers.pooling.MaxPooling2D;
import org.kerata.layers.preprocessing.Rescaling;
import org.kerata.layers.regularization.Dropout;
import org.kerata.layers.reshaping.Flatten;
import org.kerata.training.Fit;
import org.kerata.training.callbacks.History;
import org.kerata.training.optimizers.Adam;
import org.kerata.zoo.datasets.Digits;
import org.kerata.zoo.datasets.TrainTest;

public final class FirstModel {
    public static void main(String[] args) {
        TrainTest data = Digits.load(); // images (n, 8, 8, 1) of 0 to 16, and the digits they show

        var model = new Sequential(
                new Input(8, 8, 1),
                new Rescaling(1 / 16.0),
                new Conv2D(32, 3).activation("relu"),
                new MaxPooling2D(2),
                new Flatten(),
                new Dropout(0.5),
                new Dense(10).activation("softmax"));
        model.summary();

        model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
        History history = model.fit(
                data.xTrain(), data.yTrain(), new Fit().epochs(20).batchSize(32).validationSplit(0.1));
        double[] losses = history.get("val_loss");

        double accuracy = model.evaluate(data.xTest(), data.yTest()).get("accuracy");
        int[] digits = model.predict(data.xTest()).argMax(-1).ints();
        System.out.printf(
                "Validation loss %.3f at last; %.1f %% of the test images read right, the first as %d.%n",
                losses[losses.length - 1], 100 * accuracy, digits[0]);
    }
}
// end
