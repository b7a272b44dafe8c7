package org.kerata.zoo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.preprocessing.TextVectorization;
import org.kerata.training.Fit;
import org.kerata.zoo.datasets.TextTrainTest;

class SmsSpamTest {
    @Test
    void learnsFromAFewMessages() {
        Kerata.setRandomSeed(1);
        TextTrainTest data = org.kerata.zoo.datasets.SmsSpam.load();
        List<String> messages = data.xTrain().subList(0, 128);
        Tensor spam = Tensor.of(Arrays.copyOf(data.yTrain().ints(), 128));
        TextVectorization vectorize = SmsSpam.vocabulary(messages);
        Model model = SmsSpam.model(vectorize.vocabularySize());
        model.compile("adam", "binary_crossentropy", "accuracy");
        double[] losses = model.fit(
                        vectorize.apply(messages), spam, new Fit().epochs(5).verbose(0))
                .get("loss");
        assertTrue(losses[4] < 0.9 * losses[0], Arrays.toString(losses));
        // However long a message is.
        Tensor judged = new Sequential(vectorize, model).predict(List.of("", "free ".repeat(100)));
        assertEquals("(2, 1)", judged.shape().toString());
    }
}
