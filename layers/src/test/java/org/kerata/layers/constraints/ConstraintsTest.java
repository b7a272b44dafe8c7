package org.kerata.layers.constraints;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import org.kerata.layers.harness.GoldenCases;

class ConstraintsTest {
    private static final JsonNode GOLDEN = GoldenCases.read("constraints");

    @TestFactory
    Stream<DynamicTest> areKeras() {
        return StreamSupport.stream(GOLDEN.get("cases").spliterator(), false)
                .map(c -> dynamicTest(c.get("object").toString(), () -> {
                    Constraint k = Constraints.NAMES.read(GoldenCases.plain(c.get("object")));
                    JsonNode written =
                            GoldenCases.json(Constraints.NAMES.write(k)).get("config");
                    written.fields().forEachRemaining(e -> {
                        JsonNode theirs = c.get("object").get("config").get(e.getKey());
                        if (theirs.isNumber()) {
                            assertEquals(theirs.asDouble(), e.getValue().asDouble());
                        } else {
                            assertEquals(theirs, e.getValue());
                        }
                    });
                    assertArrayEquals(
                            GoldenCases.tensor(c.get("value")).floats(),
                            k.apply(GoldenCases.tensor(c.get("weight"))).floats(),
                            1e-6f);
                }));
    }

    @Test
    void haveKerasNames() {
        GOLDEN.get("names").forEach(n -> assertTrue(Constraints.NAMES.knows(n.asText()), n.asText()));
        assertEquals(4, Constraints.NAMES.classNames().size());
    }

    @Test
    void refuseWhatCannotBe() {
        assertEquals(
                "MinMaxNorm: rate must be from 0 to 1. Received: 1.5.",
                assertThrows(KerataException.class, () -> new MinMaxNorm().rate(1.5))
                        .getMessage());
    }
}
