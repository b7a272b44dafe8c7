package org.kerata.zoo.examples;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.convolutional.Conv2D;
import org.kerata.layers.core.Dense;
import org.kerata.layers.pooling.MaxPooling2D;
import org.kerata.layers.preprocessing.Rescaling;
import org.kerata.layers.regularization.Dropout;
import org.kerata.layers.reshaping.Flatten;
import org.kerata.training.Fit;
import org.kerata.training.optimizers.Adam;
import org.kerata.zoo.datasets.FashionMnist;
import org.kerata.zoo.datasets.Mnist;
import org.kerata.zoo.datasets.TrainTest;

/**
 * A convolutional network learns to read handwritten digits, then reads some that it has never seen.
 *
 * <p>Without arguments it trains on the small images that come with Kerata, and reads at least 98 % of those for testing right. With {@code
 * mnist} it is the network of Keras's example "mnist_convnet", on MNIST, and reaches 99.0 %; {@code fashion-mnist} gives the same network
 * pictures of clothing, for 89 %. A number sets how many
 * epochs, where fewer or more are wanted than that takes.
 */
public final class Digits {
    private static final List<String> NUMERALS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    private Digits() {}

    private record Task(TrainTest data, List<String> classes, Model model, int batchSize, int epochs, double goal) {}

    /** {@code Digits [mnist | fashion-mnist] [epochs]}. */
    public static void main(String[] args) {
        // All that is random follows from this number: the same run again comes to the same figures.
        Kerata.setRandomSeed(1);
        Task task = task(args.length == 0 || isNumber(args[0]) ? "digits" : args[0]);
        String last = args.length == 0 ? "" : args[args.length - 1];
        int epochs = isNumber(last) ? Integer.parseInt(last) : task.epochs();
        TrainTest data = task.data();
        Model model = task.model();

        model.summary();
        // With useEma, the weights in the end are an average over the last hundred steps or so: steadier than those of
        // any one step.
        model.compile(new Adam(1e-3).useEma(true), "sparse_categorical_crossentropy", "accuracy");
        // A tenth is kept back. The figures for it, val_…, tell whether the network learns to read or learns these
        // images by heart.
        model.fit(
                data.xTrain(),
                data.yTrain(),
                new Fit().batchSize(task.batchSize()).epochs(epochs).validationSplit(0.1));

        double accuracy = model.evaluate(data.xTest(), data.yTest()).get("accuracy");
        show(data, task.classes(), model.predict(data.xTest()));
        if (epochs < task.epochs()) {
            System.out.printf(Locale.ROOT, "test accuracy: %.2f %%%n", 100 * accuracy);
        } else {
            Goal.atLeast(task.goal(), accuracy, "test accuracy");
        }
    }

    private static Task task(String name) {
        return switch (name) {
            case "digits" -> {
                TrainTest data = org.kerata.zoo.datasets.Digits.load();
                yield new Task(data, NUMERALS, convnetForSmallImages(), 32, 20, 0.98);
            }
            case "mnist" -> new Task(Mnist.load(), NUMERALS, convnet(), 128, 12, 0.99);
            case "fashion-mnist" -> new Task(FashionMnist.load(), FashionMnist.CLASSES, convnet(), 128, 12, 0.89);
            default ->
                throw new ConfigException("Digits [mnist | fashion-mnist] [epochs]. Received: \"" + name + "\".");
        };
    }

    /** That of Keras's example; pixels come as 0 to 255. */
    private static Model convnet() {
        return new Sequential(
                new Input(28, 28, 1),
                new Rescaling(1 / 255.0),
                new Conv2D(32, 3).activation("relu"),
                new MaxPooling2D(2),
                new Conv2D(64, 3).activation("relu"),
                new MaxPooling2D(2),
                new Flatten(),
                new Dropout(0.5),
                new Dense(10).activation("softmax"));
    }

    /** The same for 8×8 pixels, 0 to 16, of which none can be spared: no edges cut off, one pooling less. */
    private static Model convnetForSmallImages() {
        return new Sequential(
                new Input(8, 8, 1),
                new Rescaling(1 / 16.0),
                new Conv2D(32, 3).padding("same").activation("relu"),
                new Conv2D(64, 3).padding("same").activation("relu"),
                new MaxPooling2D(2),
                new Flatten(),
                new Dropout(0.5),
                new Dense(10).activation("softmax"));
    }

    /** Prints some images that were read right, and some that were not. */
    private static void show(TrainTest data, List<String> classes, Tensor probabilities) {
        int[] predicted = probabilities.argMax(-1).ints();
        int[] actual = data.yTest().ints();
        for (boolean right : List.of(true, false)) {
            List<AsciiArt> some = IntStream.range(0, actual.length)
                    .filter(i -> right == (predicted[i] == actual[i]))
                    .limit(4)
                    .mapToObj(i -> new AsciiArt(
                            "predicted " + classes.get(predicted[i]),
                            "true      " + classes.get(actual[i]),
                            data.xTest().get(i)))
                    .toList();
            System.out.println("\n" + AsciiArt.row(some));
        }
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d+");
    }
}
