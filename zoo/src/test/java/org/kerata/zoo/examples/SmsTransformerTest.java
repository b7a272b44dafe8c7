package org.kerata.zoo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.preprocessing.TextVectorization;
import org.kerata.training.Fit;
import org.kerata.zoo.datasets.TextTrainTest;

class SmsTransformerTest {
    private static final TextTrainTest DATA = org.kerata.zoo.datasets.SmsSpam.load();

    private final List<String> messages = DATA.xTrain().subList(0, 128);
    private final TextVectorization vectorize = SmsTransformer.vocabulary(messages);

    @BeforeEach
    void seed() {
        Kerata.setRandomSeed(1);
    }

    @Test
    void learnsFromAFewMessages() {
        Tensor spam = Tensor.of(Arrays.copyOf(DATA.yTrain().ints(), 128));
        Model model = SmsTransformer.Transformer.of(vectorize.vocabularySize()).classifier();
        model.compile("adam", "binary_crossentropy", "accuracy");
        double[] losses = model.fit(
                        vectorize.apply(messages), spam, new Fit().epochs(5).verbose(0))
                .get("loss");
        assertTrue(losses[4] < 0.9 * losses[0], Arrays.toString(losses));
    }

    @Test
    void messagesWithoutWordsHaveAProbabilityToo() {
        assertEquals(List.of("[start]"), vectorize.tokens(":-)"));
        Model model = SmsTransformer.Transformer.of(vectorize.vocabularySize()).classifier();
        float p = model.predict(vectorize.apply(":-)", "")).get(0).scalar();
        assertTrue(p > 0 && p < 1, "probability " + p);
    }

    @Test
    void looksOnlyAtWordsThatAreThere() {
        SmsTransformer.Transformer transformer = SmsTransformer.Transformer.of(vectorize.vocabularySize());
        Tensor looks = transformer.gaze().predict(vectorize.apply("call me"));
        assertEquals("(1, 2, 40, 40)", looks.shape().toString());
        float[] first = looks.floats4()[0][1][0];
        assertEquals(1, first[0] + first[1] + first[2], 1e-5);
        assertEquals(0, first[3]);
        List<String> words = SmsTransformer.mostLookedAt(transformer, vectorize, "Call me, or call us all");
        assertEquals(3, words.size());
        assertTrue(List.of("call", "me", "or", "us", "all").containsAll(words), words.toString());
    }
}
