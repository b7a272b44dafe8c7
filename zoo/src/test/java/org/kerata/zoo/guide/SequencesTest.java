package org.kerata.zoo.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.Dense;
import org.kerata.layers.core.Embedding;
import org.kerata.layers.preprocessing.TextVectorization;
import org.kerata.layers.recurrent.Bidirectional;
import org.kerata.layers.recurrent.GRU;
import org.kerata.layers.recurrent.LSTM;
import org.kerata.training.Fit;
import org.kerata.training.callbacks.History;
import org.kerata.training.optimizers.Adam;
import org.kerata.zoo.datasets.SeattleWeather;
import org.kerata.zoo.datasets.SmsSpam;
import org.kerata.zoo.datasets.TextTrainTest;

/** What the guide says of texts and series. */
class SequencesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void seed() {
        Kerata.setRandomSeed(1);
    }

    @Test
    void texts() {
        // guide
        TextTrainTest messages = SmsSpam.load(); // List<String>, and 1 where it is spam
        var vectorize = new TextVectorization().maxTokens(5000).outputSequenceLength(30);
        vectorize.adapt(messages.xTrain());

        var model = new Sequential(
                new Input(30).dtype("int32"),
                new Embedding(vectorize.vocabularySize(), 32).maskZero(true),
                new Bidirectional(new LSTM(16)),
                new Dense(1).activation("sigmoid"));
        model.compile(new Adam(2e-3), "binary_crossentropy", "accuracy");
        model.fit(vectorize.apply(messages.xTrain()), messages.yTrain(), new Fit().epochs(2));

        var served = new Sequential(vectorize, model); // takes texts; its file holds the vocabulary
        float[] spam = served.predict(List.of("Win a free prize, call now", "See you at home"))
                .floats();
        // end
        assertTrue(spam[0] > 0.5 && spam[1] < 0.5, spam[0] + ", " + spam[1]);
        Path file = folder.resolve("served.keras");
        served.save(file);
        float again =
                Model.load(file).predict(List.of("Win a free prize, call now")).scalar();
        assertEquals(spam[0], again, 1e-6);
    }

    @Test
    void series() {
        // guide
        Tensor warmest = SeattleWeather.load().column("temp_max"); // a number a day, for four years
        Tensor windows = Ops.expandDims(Ops.extractSequences(warmest.div(40), 15, 1), -1);
        List<Tensor> parts = Ops.split(windows, new long[] {14}, 1); // two weeks, and the day after

        var model = new Sequential(new Input(14, 1), new GRU(16), new Dense(1));
        model.compile(new Adam(5e-3), "mse", "mae");
        History history = model.fit(
                parts.get(0),
                parts.get(1).reshape(-1, 1),
                new Fit().epochs(5).validationSplit(0.25).verbose(0));
        double offBy = 40 * history.get("val_mae")[4]; // in °C
        // end
        assertTrue(offBy < 3, "off by " + offBy);
    }
}
