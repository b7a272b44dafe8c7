package org.kerata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.activation.Activation;
import org.kerata.layers.convolutional.Conv2D;
import org.kerata.layers.core.Dense;
import org.kerata.layers.harness.GoldenCases;
import org.kerata.layers.normalization.BatchNormalization;
import org.kerata.layers.pooling.MaxPooling2D;
import org.kerata.layers.regularizers.L2;
import org.kerata.layers.reshaping.Flatten;
import org.kerata.training.Compile;
import org.kerata.training.Evaluate;
import org.kerata.training.Fit;
import org.kerata.training.Logs;
import org.kerata.training.callbacks.History;
import org.kerata.training.losses.Losses;
import org.kerata.training.optimizers.Optimizers;

/** Five epochs from the same weights on the same data as real Keras: losses and metrics agree to 1e-3, and so do the weights at the end. */
class TrainingGoldenTest {
    private static final double RELATIVE = 1e-3;

    private static Sequential mlp() {
        return new Sequential(
                        new Input(7),
                        new Dense(16).activation("relu").name("first"),
                        new Dense(11)
                                .activation("tanh")
                                .kernelRegularizer(new L2(0.003))
                                .name("second"),
                        new Dense(3).activation("softmax").name("classes"))
                .name("mlp");
    }

    private static Sequential cnn() {
        return new Sequential(
                        new Input(7, 6, 2),
                        new Conv2D(6, 3).padding("same").useBias(false).name("conv"),
                        new BatchNormalization().momentum(0.9).name("norm"),
                        new Activation("relu").name("relu"),
                        new MaxPooling2D(2).name("pool"),
                        new Conv2D(8, 3)
                                .strides(2)
                                .padding("same")
                                .activation("relu")
                                .name("strided"),
                        new BatchNormalization().momentum(0.9).name("norm_2"),
                        new Flatten().name("flatten"),
                        new Dense(4).name("logits"))
                .name("cnn");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void multilayerPerceptron(boolean eager) {
        trainsAsKerasDoes(mlp(), GoldenCases.read("mlp"), eager);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void convolutionalNetworkWithBatchNormalisation(boolean eager) {
        trainsAsKerasDoes(cnn(), GoldenCases.read("cnn"), eager);
    }

    @Test
    void onThePortableKernelsToo() {
        Engine.Kernels before = Engine.kernels();
        Engine.kernels(Engine.Kernels.REFERENCE);
        try {
            trainsAsKerasDoes(mlp(), GoldenCases.read("mlp"), false);
            trainsAsKerasDoes(cnn(), GoldenCases.read("cnn"), false);
        } finally {
            Engine.kernels(before);
        }
    }

    static void trainsAsKerasDoes(Model model, JsonNode keras, boolean eager) {
        model.setWeights(weights(keras.get("initial_weights")));
        JsonNode metrics = keras.get("metrics");
        model.compile(new Compile()
                .optimizer(Optimizers.NAMES.read(GoldenCases.plain(keras.get("optimizer"))))
                .loss(Losses.NAMES.read(GoldenCases.plain(keras.get("loss"))))
                .metrics(metrics.get(0).asText())
                .runEagerly(eager));
        Tensor x = tensor(keras.get("x"));
        Tensor y = tensor(keras.get("y"));
        Map<String, ?> options = GoldenCases.plain(keras.get("fit"));
        int batchSize = ((Number) Objects.requireNonNull(options.get("batch_size"))).intValue();
        Fit fit = new Fit()
                .shuffle(false)
                .verbose(0)
                .batchSize(batchSize)
                .epochs(((Number) Objects.requireNonNull(options.get("epochs"))).intValue());
        if (options.get("validation_split") instanceof Number share) {
            fit.validationSplit(share.doubleValue());
        }
        History h = model.fit(x, y, fit);
        keras.get("history").fields().forEachRemaining(f -> {
            double[] ours = h.get(f.getKey());
            assertEquals(f.getValue().size(), ours.length);
            for (int i = 0; i < ours.length; i++) {
                close(
                        f.getKey() + " after epoch " + (i + 1),
                        f.getValue().get(i).asDouble(),
                        ours[i]);
            }
        });
        Logs logs = model.evaluate(x, y, new Evaluate().batchSize(batchSize).verbose(0));
        keras.get("evaluate")
                .fields()
                .forEachRemaining(
                        f -> close("evaluate " + f.getKey(), f.getValue().asDouble(), logs.get(f.getKey())));
        List<Tensor> last = weights(keras.get("final_weights"));
        for (int i = 0; i < last.size(); i++) {
            String name = keras.get("final_weights").get(i).get("name").asText();
            close(name, last.get(i).floats(), model.getWeights().get(i).floats());
        }
        int n = keras.get("predictions").get("shape").get(0).asInt();
        float[] predictions = tensor(keras.get("predictions")).floats();
        Tensor all = model.predict(x);
        float[] ours = new float[predictions.length];
        System.arraycopy(all.floats(), 0, ours, 0, ours.length);
        assertEquals(n * all.shape().last(), ours.length);
        close("predictions", predictions, ours);
    }

    private static List<Tensor> weights(JsonNode list) {
        List<Tensor> out = new ArrayList<>();
        list.forEach(w -> out.add(tensor(w.get("tensor"))));
        return out;
    }

    private static Tensor tensor(JsonNode n) {
        return Objects.requireNonNull(GoldenCases.tensor(n));
    }

    private static void close(String what, double keras, double ours) {
        assertEquals(keras, ours, RELATIVE * Math.max(Math.abs(keras), 1e-3), what);
    }

    static void close(String what, float[] keras, float[] ours) {
        for (int i = 0; i < keras.length; i++) {
            assertEquals(keras[i], ours[i], 2 * RELATIVE * Math.max(Math.abs(keras[i]), 1), what + " " + i);
        }
    }
}
