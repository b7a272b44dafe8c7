package org.kerata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.Dense;
import org.kerata.layers.core.Embedding;
import org.kerata.layers.preprocessing.TextVectorization;
import org.kerata.layers.reshaping.Flatten;
import org.kerata.training.Fit;
import org.kerata.training.optimizers.Adam;

/** Texts in, numbers out. */
class TextsTest {
    private static final List<String> GOOD =
            List.of("a fine day", "fine and good", "what a good film", "good good day");
    private static final List<String> BAD = List.of("a bad day", "awful and bad", "what an awful film", "bad bad day");

    private static List<String> all() {
        List<String> all = new ArrayList<>(GOOD);
        all.addAll(BAD);
        return all;
    }

    private static Model classifier(int words) {
        return new Sequential(
                new Input(4).dtype("int32"),
                new Embedding(words, 8).maskZero(true),
                new Flatten(),
                new Dense(1).activation("sigmoid"));
    }

    @Test
    void aModelIsServedWithItsVocabulary() {
        TextVectorization vectorize = new TextVectorization().maxTokens(40).outputSequenceLength(4);
        vectorize.adapt(all());
        Model model = classifier(vectorize.vocabularySize());
        model.compile(new Adam(0.05), "binary_crossentropy", "accuracy");
        Tensor y = Tensor.of(new float[] {1, 1, 1, 1, 0, 0, 0, 0}, 8, 1);
        var history = model.fit(
                vectorize.apply(all()), y, new Fit().epochs(30).batchSize(4).verbose(0));
        assertEquals(1, history.get("accuracy")[29]);

        Sequential served = new Sequential(vectorize, model);
        assertTrue(served.predict(List.of("a good film")).scalar() > 0.5);
        assertTrue(served.predict(List.of("an awful thing")).scalar() < 0.5);
        assertArrayEquals(
                model.predict(vectorize.apply(all())).floats(),
                served.predict(all()).floats());
        Sequential outer = new Sequential(served);
        assertArrayEquals(served.predict(all()).floats(), outer.predict(all()).floats());
    }

    @Test
    void aModelWithoutVocabularySaysSo() {
        ConfigException e = assertThrows(
                ConfigException.class, () -> classifier(5).name("plain").predict(List.of("some text")));
        assertEquals(
                "Model \"plain\" takes no texts: the first of its layers must be a TextVectorization or a StringLookup. Put one in front,"
                        + " or apply it to the texts yourself.",
                e.getMessage());
    }

    @Test
    void rowsOfNumbersGoIntoDenseLayers() {
        TextVectorization vectorize = new TextVectorization().outputMode("tf_idf");
        vectorize.adapt(all());
        Sequential model = new Sequential(vectorize, new Dense(2));
        assertEquals(8, model.predict(all()).shape().dim(0));
        assertEquals(
                vectorize.vocabularySize(), model.getWeights().get(0).shape().dim(0));
    }
}
