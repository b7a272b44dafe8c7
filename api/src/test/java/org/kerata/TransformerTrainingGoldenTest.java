package org.kerata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.attention.MultiHeadAttention;
import org.kerata.layers.core.Dense;
import org.kerata.layers.core.Embedding;
import org.kerata.layers.harness.GoldenCases;
import org.kerata.layers.merging.Add;
import org.kerata.layers.normalization.LayerNormalization;
import org.kerata.layers.pooling.GlobalAveragePooling1D;
import org.kerata.layers.regularization.Dropout;
import org.kerata.training.Fit;
import org.kerata.training.callbacks.History;

/**
 * Five epochs of a classifier of two transformer blocks, with and without masks, agree with real Keras as {@link TrainingGoldenTest} says; so do
 * two more of the model that Keras saved then.
 */
class TransformerTrainingGoldenTest {
    private static Model transformer(boolean masked) {
        Input tokens = new Input(8).dtype("int32").name("tokens");
        Tensor h = new Embedding(13, 6).maskZero(masked).name("embedding").apply(tokens);
        for (int i = 1; i <= 2; i++) {
            Tensor seen = new MultiHeadAttention(2, 4).name("attention" + i).apply(h, h);
            seen = new Dropout(0).name("dropout" + i).apply(seen);
            h = new LayerNormalization()
                    .name("attention_norm" + i)
                    .apply(new Add().name("attention_sum" + i).apply(h, seen));
            Tensor wide = new Dense(12).activation("relu").name("wide" + i).apply(h);
            Tensor narrow = new Dense(6).name("narrow" + i).apply(wide);
            h = new LayerNormalization()
                    .name("norm" + i)
                    .apply(new Add().name("sum" + i).apply(h, narrow));
        }
        Tensor pooled = new GlobalAveragePooling1D().name("pool").apply(h);
        return Model.of(
                tokens, new Dense(3).activation("softmax").name("classes").apply(pooled));
    }

    private static JsonNode golden(boolean masked) {
        return GoldenCases.read(masked ? "transformer_masked" : "transformer");
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void twoBlocks(boolean masked, boolean eager) {
        TrainingGoldenTest.trainsAsKerasDoes(transformer(masked), golden(masked), eager);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onThePortableKernelsToo(boolean masked) {
        Engine.Kernels before = Engine.kernels();
        Engine.kernels(Engine.Kernels.REFERENCE);
        try {
            TrainingGoldenTest.trainsAsKerasDoes(transformer(masked), golden(masked), false);
        } finally {
            Engine.kernels(before);
        }
    }

    @Test
    void goesOnWhereKerasStopped() throws Exception {
        Path file = Path.of(Objects.requireNonNull(getClass().getResource("/golden/transformer_masked.keras"))
                .toURI());
        Model model = Model.load(file);
        JsonNode data = golden(true);
        JsonNode keras = GoldenCases.read("transformer_resumed");
        Tensor x = Objects.requireNonNull(GoldenCases.tensor(data.get("x")));
        Tensor y = Objects.requireNonNull(GoldenCases.tensor(data.get("y")));
        History h =
                model.fit(x, y, new Fit().epochs(2).batchSize(32).shuffle(false).verbose(0));
        for (String what : List.of("loss", "accuracy")) {
            for (int i = 0; i < 2; i++) {
                assertEquals(keras.get("history").get(what).get(i).asDouble(), h.get(what)[i], 1e-3, what);
            }
        }
        JsonNode last = keras.get("final_weights");
        for (int i = 0; i < last.size(); i++) {
            TrainingGoldenTest.close(
                    last.get(i).get("name").asText(),
                    Objects.requireNonNull(GoldenCases.tensor(last.get(i).get("tensor")))
                            .floats(),
                    model.getWeights().get(i).floats());
        }
        float[] predictions = Objects.requireNonNull(GoldenCases.tensor(keras.get("predictions")))
                .floats();
        float[] ours = new float[predictions.length];
        System.arraycopy(model.predict(x).floats(), 0, ours, 0, ours.length);
        TrainingGoldenTest.close("predictions", predictions, ours);
    }
}
