package org.kerata;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kerata.autodiff.Engine;
import org.kerata.layers.core.Dense;
import org.kerata.layers.core.Embedding;
import org.kerata.layers.harness.GoldenCases;
import org.kerata.layers.recurrent.Bidirectional;
import org.kerata.layers.recurrent.GRU;
import org.kerata.layers.recurrent.LSTM;
import org.kerata.layers.recurrent.TimeDistributed;
import org.kerata.layers.regularizers.L2;

/** Five epochs of recurrent models, with masks, loops and both directions, agree with real Keras as {@link TrainingGoldenTest} says. */
class RecurrentTrainingGoldenTest {
    private static Sequential lstm() {
        return new Sequential(
                        new Input(9).dtype("int32"),
                        new Embedding(13, 6).maskZero(true).name("embedding"),
                        new LSTM(10)
                                .returnSequences(true)
                                .recurrentRegularizer(new L2(0.002))
                                .name("lstm"),
                        new LSTM(7).activation("relu").name("loop"),
                        new Dense(3).activation("softmax").name("classes"))
                .name("lstm_model");
    }

    private static Sequential gru() {
        return new Sequential(
                        new Input(7, 5),
                        new TimeDistributed(new Dense(6).activation("tanh").name("dense")).name("steps"),
                        new Bidirectional(new GRU(6).returnSequences(true).name("gru")).name("both"),
                        new GRU(8).resetAfter(false).name("reset_before"),
                        new Dense(4).name("logits"))
                .name("gru_model");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void longShortTermMemoryOfMaskedWords(boolean eager) {
        TrainingGoldenTest.trainsAsKerasDoes(lstm(), GoldenCases.read("lstm_model"), eager);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gatedRecurrentUnitsInBothDirections(boolean eager) {
        TrainingGoldenTest.trainsAsKerasDoes(gru(), GoldenCases.read("gru_model"), eager);
    }

    @Test
    void onThePortableKernelsToo() {
        Engine.Kernels before = Engine.kernels();
        Engine.kernels(Engine.Kernels.REFERENCE);
        try {
            TrainingGoldenTest.trainsAsKerasDoes(lstm(), GoldenCases.read("lstm_model"), false);
            TrainingGoldenTest.trainsAsKerasDoes(gru(), GoldenCases.read("gru_model"), false);
        } finally {
            Engine.kernels(before);
        }
    }
}
