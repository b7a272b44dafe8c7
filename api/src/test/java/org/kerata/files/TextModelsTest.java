package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.Dense;
import org.kerata.layers.core.Embedding;
import org.kerata.layers.pooling.GlobalAveragePooling1D;
import org.kerata.layers.preprocessing.TextVectorization;

/** Models that take texts keep their vocabulary in their file. */
class TextModelsTest {
    private static final List<String> TEXTS = List.of("win a prize now", "see you at home", "a prize you win");

    @TempDir
    private Path folder;

    @Test
    void anAdaptedVocabularyIsKept() {
        TextVectorization words = new TextVectorization().maxTokens(20).outputSequenceLength(5);
        words.adapt(TEXTS);
        Model m = new Sequential(words, new Embedding(20, 4), new GlobalAveragePooling1D(), new Dense(2));
        Tensor before = m.predict(TEXTS);
        Path file = folder.resolve("texts.keras");
        m.save(file);
        Model again = Model.load(file);
        assertArrayEquals(before.floats(), again.predict(TEXTS).floats());
        assertEquals(words.getVocabulary(), ((TextVectorization) again.getLayer(0)).getVocabulary());
    }
}
