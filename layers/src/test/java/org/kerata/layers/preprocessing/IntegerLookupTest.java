package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Tensor;

class IntegerLookupTest {
    @TestFactory
    Stream<DynamicTest> asKerasDoes() {
        return LookupCases.of("integer_lookup", IntegerLookup.class, IntegerLookupTest::check);
    }

    private static void check(IntegerLookup layer, JsonNode c) {
        if (!c.get("adapt").isNull()) {
            layer.adapt(table(c.get("adapt")));
        }
        List<Long> vocabulary = new ArrayList<>();
        c.get("vocabulary").forEach(n -> vocabulary.add(n.asLong()));
        assertEquals(vocabulary, layer.getVocabulary());
        LookupCases.sameConfig(layer, c);
        LookupCases.sameOutput(c, layer.apply(table(c.get("call"))));
        IntegerLookup restored = LookupCases.layer(IntegerLookup.class, c);
        restored.loadNumbers(layer.saveNumbers());
        restored.loadAssets(layer.saveAssets());
        LookupCases.sameOutput(c, restored.apply(table(c.get("call"))));
        sameInPrograms(restored, c);
    }

    private static Tensor table(JsonNode rows) {
        int width = rows.get(0).size();
        long[] out = new long[rows.size() * width];
        for (int i = 0; i < out.length; i++) {
            out[i] = rows.get(i / width).get(i % width).asLong();
        }
        return Tensor.of(out, rows.size(), width);
    }

    private static void sameInPrograms(IntegerLookup layer, JsonNode c) {
        boolean able = !c.get("config").get("invert").asBoolean()
                && c.get("config").get("num_oov_indices").asInt() > 0
                && !c.get("config").get("oov_method").asText().equals("farmhash");
        if (able) {
            Tensor x = table(c.get("call"));
            LookupCases.sameOutput(c, Compiled.of((Tensor n) -> layer.apply(n)).run(x));
        }
    }

    @Test
    void anUnknownNumberIsNoErrorInAProgram() {
        IntegerLookup l = new IntegerLookup().vocabulary(List.of(4L, 5L)).numOovIndices(0);
        KerataException e = assertThrows(
                KerataException.class,
                () -> Compiled.of((Tensor x) -> l.apply(x)).run(Tensor.of(new int[] {4})));
        assertEquals(
                "Layer \"integer_lookup\" (IntegerLookup) with invert, with numOovIndices of 0, or with a hash for unknown"
                        + " numbers works on data only. Apply it before the model, not within.",
                e.getMessage());
    }

    @Test
    void aProgramKeepsItsVocabulary() {
        IntegerLookup l = new IntegerLookup();
        l.setVocabulary(List.of(1L << 60, 5L, (1L << 60) + 1, -7L));
        long[] x = {5, (1L << 60) + 1, 1L << 60, -7, 3};
        assertArrayEquals(
                new long[] {2, 3, 1, 4, 0},
                Compiled.of((Tensor n) -> l.apply(n)).run(Tensor.of(x)).longs());
        KerataException e = assertThrows(KerataException.class, () -> l.setVocabulary(List.of(1L)));
        assertEquals(
                "Layer \"integer_lookup\" (IntegerLookup): its vocabulary has gone into the program of a model that has run,"
                        + " which would go on with it. Make the model anew with the other vocabulary.",
                e.getMessage());
    }
}
