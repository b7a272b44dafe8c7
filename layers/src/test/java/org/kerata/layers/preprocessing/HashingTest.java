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
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;

class HashingTest {
    @TestFactory
    Stream<DynamicTest> asKerasDoes() {
        return LookupCases.of("hashing", Hashing.class, HashingTest::check);
    }

    private static void check(Hashing layer, JsonNode c) {
        HashedCases.sameConfig(layer, c);
        JsonNode call = c.get("call");
        boolean flat = !call.get(0).isArray();
        if (flat) {
            HashedCases.sameOutput(c, layer.apply(LookupCases.strings(call)));
        } else if (call.get(0).get(0).isTextual()) {
            List<String[]> rows = new ArrayList<>();
            call.forEach(row -> rows.add(LookupCases.strings(row).toArray(new String[0])));
            HashedCases.sameOutput(c, layer.apply(rows.toArray(new String[0][])));
        } else {
            Tensor x = HashedCases.numbers(call);
            HashedCases.sameOutput(c, layer.apply(x));
            assertEquals(layer.apply(x).shape(), layer.computeOutputShape(x.shape()));
        }
    }

    @Test
    void tellsWhatAModelOfTextsBeginsWith() {
        assertEquals(Shape.of(-1), new Hashing(5).textSpec().shape());
        assertEquals(
                Shape.of(-1, 5), new Hashing(5).outputMode("one_hot").textSpec().shape());
        assertEquals(Shape.of(5), new Hashing(5).outputMode("count").textSpec().shape());
    }

    @Test
    void saysWhatIsWrong() {
        assertError(
                () -> Compiled.ofList(xs -> new Hashing(5).applyAll(xs)).runAll(List.of(Tensor.of(new int[] {1, 2}))),
                "Layer \"hashing\" (Hashing) works on data only: apply it to the numbers before the model, not within. Texts may be"
                        + " given to a model that it stands in front of.");
        assertError(
                () -> new Hashing(5).apply(new String[][] {{"a"}, {"a", "b"}}),
                "Layer \"hashing\" (Hashing): rows must be equally long. Received: lengths 1 and 2.");
        assertError(() -> new Hashing(0), "Hashing: numBins must be at least 1. Received: 0.");
        assertError(
                () -> new Hashing(5).outputMode("tf_idf"),
                "Hashing: outputMode must be one of \"int\", \"one_hot\", \"multi_hot\", \"count\". Received: \"tf_idf\".");
    }

    private static void assertError(Executable code, String message) {
        assertEquals(message, assertThrows(KerataException.class, code).getMessage());
    }
}
