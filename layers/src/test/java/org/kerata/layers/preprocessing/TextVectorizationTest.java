package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.layers.Layers;

class TextVectorizationTest {
    @TestFactory
    Stream<DynamicTest> asKerasDoes() {
        return LookupCases.of("text_vectorization", TextVectorization.class, TextVectorizationTest::check);
    }

    private static void check(TextVectorization layer, JsonNode c) {
        if (!c.get("adapt").isNull()) {
            layer.adapt(LookupCases.strings(c.get("adapt")));
        }
        assertEquals(LookupCases.strings(c.get("vocabulary")), layer.getVocabulary());
        assertEquals(c.get("size").asInt(), layer.vocabularySize());
        LookupCases.sameOutput(c, layer.apply(LookupCases.strings(c.get("call"))));
        if (c.has("idf")) {
            float[] weights = layer.idfWeights();
            assertEquals(c.get("idf").size(), weights.length);
            for (int i = 0; i < weights.length; i++) {
                assertEquals(c.get("idf").get(i).asDouble(), weights[i], 1e-6);
            }
        }
        LookupCases.sameConfig(layer, c);
        TextVectorization restored = LookupCases.layer(TextVectorization.class, c);
        restored.loadNumbers(layer.saveNumbers());
        restored.loadAssets(layer.saveAssets());
        LookupCases.sameOutput(c, restored.apply(LookupCases.strings(c.get("call"))));
    }

    @Test
    void takesFunctions() {
        TextVectorization v = new TextVectorization()
                .standardize(s -> s.toUpperCase(Locale.ROOT))
                .split(s -> Arrays.asList(s.split("-")))
                .vocabulary(List.of("A", "B"));
        assertArrayEquals(new long[] {2, 3, 1, 2, 0, 0}, v.apply("a-b-c", "a").longs());
        KerataException e = assertThrows(KerataException.class, v::config);
        assertEquals(
                "TextVectorization: standardize is a function, which cannot be written into a config. Use one of the names, or"
                        + " standardize the texts before.",
                e.getMessage());
    }

    @Test
    void readsAVocabularyFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("words.txt"), "über\nfox\n");
        TextVectorization v = new TextVectorization().vocabulary(file);
        assertArrayEquals(new long[] {2, 3, 1}, v.apply("über fox dog").longs());
        String vocabulary = "\n[UNK]\nüber\nfox";
        assertEquals(Map.of("vocabulary.txt", vocabulary, "_lookup_layer/vocabulary.txt", vocabulary), v.saveAssets());
    }

    @Test
    void writesNoFileThatItCouldNotRead() {
        TextVectorization v = new TextVectorization().split("character");
        v.adapt(List.of("a\nb"));
        assertError(
                v::saveAssets,
                "Layer \"text_vectorization\" (StringLookup): the vocabulary has the entry \"\\n\", and a file with one entry a line cannot"
                        + " hold line breaks. Give the layer its vocabulary with vocabulary(list), so that it stands in the config.");
        TextVectorization given = new TextVectorization().split("character").vocabulary(v.getVocabulary());
        assertEquals(Map.of(), given.saveAssets());
    }

    @Test
    void givesNothingForNothing() {
        TextVectorization v = new TextVectorization().vocabulary(List.of("a"));
        assertEquals(Shape.of(0, 0), v.apply(List.<String>of()).shape());
        assertEquals(Shape.of(2, 0), v.apply("", " ! ").shape());
    }

    @Test
    void explainsWhatIsWrong() {
        assertError(
                () -> new TextVectorization().apply("a"),
                "Layer \"text_vectorization\" (StringLookup) has no vocabulary yet. Call adapt with data, or give it one.");
        assertError(
                () -> new TextVectorization().standardize("lowr"),
                "TextVectorization: standardize must be \"lower_and_strip_punctuation\", \"lower\", \"strip_punctuation\", null or a"
                        + " function. Received: \"lowr\".");
        assertError(
                () -> new TextVectorization().outputMode("one_hot"),
                "TextVectorization: outputMode must be one of \"int\", \"multi_hot\", \"count\", \"tf_idf\". Received: \"one_hot\".");
        assertError(
                () -> new TextVectorization()
                        .outputMode("count")
                        .outputSequenceLength(4)
                        .adapt(List.of("a")),
                "Layer \"text_vectorization\" (TextVectorization): outputSequenceLength goes with the outputMode \"int\" only."
                        + " Received: \"count\".");
        assertError(
                () -> new TextVectorization().vocabulary(List.of("a")).adapt(List.of("b")),
                "Layer \"text_vectorization\" (StringLookup): adapt finds the vocabulary, but one was given.");
        assertError(
                () -> new TextVectorization()
                        .padToMaxTokens(true)
                        .outputMode("count")
                        .adapt(List.of("b")),
                "Layer \"text_vectorization\" (StringLookup): padToMaxTokens needs maxTokens.");
        assertError(
                () -> Layers.NAMES.read(Map.of("class_name", "TextVectorization", "config", Map.of("sparse", true))),
                "TextVectorization: unknown option \"sparse\". Known: idf_weights, max_tokens, ngrams, output_mode,"
                        + " output_sequence_length, pad_to_max_tokens, split, standardize, vocabulary, vocabulary_size.");
    }

    private static void assertError(org.junit.jupiter.api.function.Executable code, String message) {
        assertEquals(message, assertThrows(KerataException.class, code).getMessage());
    }
}
