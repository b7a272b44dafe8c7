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
        restored.loadAssets(layer.saveAssets());
        LookupCases.sameOutput(c, restored.apply(table(c.get("call"))));
    }

    private static Tensor table(JsonNode rows) {
        int width = rows.get(0).size();
        long[] out = new long[rows.size() * width];
        for (int i = 0; i < out.length; i++) {
            out[i] = rows.get(i / width).get(i % width).asLong();
        }
        return Tensor.of(out, rows.size(), width);
    }

    @Test
    void staysOutOfPrograms() {
        IntegerLookup l = new IntegerLookup().vocabulary(List.of(4L, 5L));
        KerataException e = assertThrows(
                KerataException.class,
                () -> Compiled.of((Tensor x) -> l.apply(x)).run(Tensor.of(new int[] {4})));
        assertEquals(
                "Layer \"integer_lookup\" (IntegerLookup) works on data only. Apply it before the model, not within.",
                e.getMessage());
    }
}
