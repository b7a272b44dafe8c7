package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Tensor;

class StringLookupTest {
    @TestFactory
    Stream<DynamicTest> asKerasDoes() {
        return LookupCases.of("string_lookup", StringLookup.class, StringLookupTest::check);
    }

    private static void check(StringLookup layer, JsonNode c) {
        if (!c.get("adapt").isNull()) {
            List<List<String>> documents = new ArrayList<>();
            c.get("adapt").forEach(row -> documents.add(LookupCases.strings(row)));
            layer.adaptDocuments(documents);
        }
        assertEquals(LookupCases.strings(c.get("vocabulary")), layer.getVocabulary());
        assertEquals(c.get("size").asInt(), layer.vocabularySize());
        LookupCases.sameConfig(layer, c);
        StringLookup restored = LookupCases.layer(StringLookup.class, c);
        restored.loadNumbers(layer.saveNumbers());
        restored.loadAssets(layer.saveAssets());
        for (StringLookup l : List.of(layer, restored)) {
            if (c.has("strings")) {
                List<Integer> ids = new ArrayList<>();
                c.get("call").forEach(row -> row.forEach(n -> ids.add(n.asInt())));
                Tensor asked = Tensor.of(ids.stream().mapToInt(i -> i).toArray());
                assertEquals(LookupCases.strings(c.get("strings")), l.strings(asked));
            } else {
                LookupCases.sameOutput(c, apply(l, c.get("call")));
            }
        }
    }

    private static Tensor apply(StringLookup layer, JsonNode call) {
        if (!call.get(0).isArray()) {
            return layer.apply(LookupCases.strings(call));
        }
        List<String[]> rows = new ArrayList<>();
        call.forEach(row -> rows.add(LookupCases.strings(row).toArray(new String[0])));
        return layer.apply(rows.toArray(new String[0][]));
    }

    @Test
    void adaptsToSingleStrings() {
        StringLookup l = new StringLookup();
        l.adapt(List.of("b", "a", "b", "c"));
        assertEquals(List.of("[UNK]", "b", "c", "a"), l.getVocabulary());
        assertEquals(List.of("b", "c", "a"), l.getVocabulary(false));
    }

    @Test
    void explainsWhatIsWrong() {
        assertError(
                () -> new StringLookup()
                        .numOovIndices(0)
                        .vocabulary(List.of("a"))
                        .apply("a", "b"),
                "Layer \"string_lookup\" (StringLookup): the token \"b\" is not in the vocabulary. Set numOovIndices to 1 to let unknown"
                        + " tokens pass.");
        assertError(
                () -> new StringLookup().vocabulary(List.of("a", "b", "a")).apply("a"),
                "Layer \"string_lookup\" (StringLookup): the vocabulary has entries that occur twice: [a].");
        assertError(
                () -> new StringLookup()
                        .maskToken("-")
                        .vocabulary(List.of("a", "-"))
                        .apply("a"),
                "Layer \"string_lookup\" (StringLookup): special tokens must all stand in front of the vocabulary, in the order [-,"
                        + " [UNK]], or not be in it.");
        assertError(
                () -> new StringLookup()
                        .maxTokens(2)
                        .vocabulary(List.of("a", "b"))
                        .apply("a"),
                "Layer \"string_lookup\" (StringLookup): the vocabulary has 3 entries, special ones included; maxTokens is 2.");
        assertError(
                () -> new StringLookup()
                        .outputMode("tf_idf")
                        .vocabulary(List.of("a"))
                        .apply("a"),
                "Layer \"string_lookup\" (StringLookup): idfWeights must be given with the outputMode \"tf_idf\", and only with it."
                        + " Received: outputMode \"tf_idf\", no weights.");
        assertError(
                () -> new StringLookup().vocabulary(List.of("a")).apply(new String[][] {{"a"}, {"a", "b"}}),
                "Layer \"string_lookup\" (StringLookup): rows must be equally long. Received: lengths 1 and 2.");
        assertError(() -> new StringLookup().maxTokens(1), "StringLookup: maxTokens must be at least 2. Received: 1.");
    }

    private static void assertError(org.junit.jupiter.api.function.Executable code, String message) {
        assertEquals(message, assertThrows(KerataException.class, code).getMessage());
    }
}
