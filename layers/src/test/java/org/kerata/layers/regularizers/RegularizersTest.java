package org.kerata.layers.regularizers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.layers.harness.GoldenCases;

class RegularizersTest {
    private static final JsonNode GOLDEN = GoldenCases.read("regularizers");

    @TestFactory
    Stream<DynamicTest> areKeras() {
        return StreamSupport.stream(GOLDEN.get("cases").spliterator(), false)
                .map(c -> dynamicTest(c.get("object").toString(), () -> {
                    Regularizer r = Regularizers.NAMES.read(GoldenCases.plain(c.get("object")));
                    assertEquals(c.get("object"), GoldenCases.json(Regularizers.NAMES.write(r)));
                    float penalty = r.apply(GoldenCases.tensor(c.get("weight"))).scalar();
                    float expected = GoldenCases.tensor(c.get("value")).scalar();
                    assertEquals(expected, penalty, 1e-6f * Math.max(1, expected));
                }));
    }

    @Test
    void haveKerasNames() {
        GOLDEN.get("names").forEach(n -> assertTrue(Regularizers.NAMES.knows(n.asText()), n.asText()));
        assertEquals(4, Regularizers.NAMES.classNames().size());
    }

    @Test
    void refuseWhatCannotBe() {
        assertEquals(
                "L2: l2 must be 0 or more, and finite. Received: -1.0.",
                assertThrows(KerataException.class, () -> new L2(-1)).getMessage());
        assertEquals(
                "OrthogonalRegularizer is for weights with 2 axes. Received: shape (3,).",
                assertThrows(KerataException.class, () -> new OrthogonalRegularizer().apply(Ops.ones(3)))
                        .getMessage());
    }
}
