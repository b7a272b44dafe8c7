package org.kerata.zoo.examples;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.Dense;
import org.kerata.layers.merging.Concatenate;
import org.kerata.layers.preprocessing.Normalization;
import org.kerata.layers.regularization.Dropout;
import org.kerata.training.Compile;
import org.kerata.training.Evaluate;
import org.kerata.training.Fit;
import org.kerata.training.Logs;
import org.kerata.training.callbacks.Callback;
import org.kerata.training.callbacks.EarlyStopping;
import org.kerata.training.metrics.Recall;
import org.kerata.training.optimizers.Adam;
import org.kerata.zoo.datasets.BreastCancer;
import org.kerata.zoo.datasets.TrainTest;

/**
 * A model with two inputs, given by name, finds the malignant among biopsies by measurements of their cells; at least 95 % of its
 * diagnoses are right. One input takes what the cells of a case are like on the whole, the other how much they differ.
 */
public final class TwoInputs {
    private TwoInputs() {}

    /** The table in two parts: the means of ten properties, and their standard errors and largest values. */
    private record Cells(Tensor mean, Tensor spread) {
        static Cells of(Tensor table) {
            List<Tensor> parts = Ops.split(table, new long[] {10}, 1);
            return new Cells(parts.get(0), parts.get(1));
        }

        Map<String, Tensor> byName() {
            return Map.of("mean", mean, "spread", spread);
        }
    }

    /** {@code TwoInputs}, without arguments. */
    public static void main(String[] args) {
        Kerata.setRandomSeed(1);
        TrainTest data = BreastCancer.load();
        Cells train = Cells.of(data.xTrain());
        Cells test = Cells.of(data.xTest());
        Tensor malignant = data.yTrain().equal(BreastCancer.CLASSES.indexOf("malignant"));
        Tensor malignantInTest = data.yTest().equal(BreastCancer.CLASSES.indexOf("malignant"));

        Input mean = new Input(10).name("mean");
        Input spread = new Input(20).name("spread");
        Tensor typical = new Dense(16).activation("relu").apply(normalized(mean, train.mean()));
        Tensor unusual = new Dense(16).activation("relu").apply(normalized(spread, train.spread()));
        Tensor together = new Dropout(0.3).apply(new Concatenate().apply(typical, unusual));
        Tensor answer = new Dense(1).activation("sigmoid").name("malignant").apply(together);
        Model model = Model.of(List.of(mean, spread), answer);

        model.summary();
        model.compile(new Compile()
                .optimizer(new Adam(1e-2))
                .loss("binary_crossentropy")
                .metrics("accuracy")
                .metrics(new Recall().name("found")));
        model.fit(
                train.byName(),
                malignant,
                new Fit()
                        .epochs(200)
                        .verbose(0)
                        .validationSplit(0.2)
                        // To miss a malignant case is worse than to look twice at a benign one.
                        .classWeight(Map.of(0, 1, 1, 2))
                        .callbacks(
                                new EarlyStopping("val_loss")
                                        .patience(15)
                                        .restoreBestWeights(true)
                                        .verbose(1),
                                Callback.onEpochEnd(TwoInputs::report)));

        Logs reached = model.evaluate(test.byName(), malignantInTest, new Evaluate());
        System.out.printf(Locale.ROOT, "Of the malignant cases %.0f %% were found.%n", 100 * reached.get("found"));
        Goal.atLeast(0.95, reached.get("accuracy"), "test accuracy");
    }

    private static void report(int epoch, Logs logs) {
        if (epoch % 5 == 0) {
            System.out.printf(
                    Locale.ROOT,
                    "Epoch %3d: loss %.4f, on cases kept back %.4f%n",
                    epoch + 1,
                    logs.loss(),
                    logs.get("val_loss"));
        }
    }

    /** Areas and angles made comparable. It happens within the model, so that whoever uses it gives plain measurements. */
    private static Tensor normalized(Input input, Tensor examples) {
        Normalization layer = new Normalization();
        layer.adapt(examples);
        return layer.apply(input);
    }
}
