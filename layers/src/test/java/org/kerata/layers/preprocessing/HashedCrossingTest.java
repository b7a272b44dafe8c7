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
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

class HashedCrossingTest {
    @TestFactory
    Stream<DynamicTest> asKerasDoes() {
        return LookupCases.of("hashed_crossing", HashedCrossing.class, HashedCrossingTest::check);
    }

    private static void check(HashedCrossing layer, JsonNode c) {
        HashedCases.sameConfig(layer, c);
        if (c.get("call").get(0).get(0).isTextual()) {
            List<List<String>> columns = new ArrayList<>();
            c.get("call").forEach(column -> columns.add(LookupCases.strings(column)));
            HashedCases.sameOutput(c, layer.cross(columns));
            return;
        }
        List<Tensor> columns = new ArrayList<>();
        c.get("call").forEach(column -> columns.add(HashedCases.numbers(column)));
        HashedCases.sameOutput(c, layer.apply(columns));
        HashedCases.sameOutput(
                c, Compiled.ofList(layer::applyAll).runAll(columns).get(0));
        assertEquals(
                layer.apply(columns).shape(),
                layer.computeOutputShapes(columns.stream().map(Tensor::shape).toList())
                        .get(0));
    }

    @Test
    void saysWhatIsWrong() {
        Tensor ids = Tensor.of(new int[] {1, 2});
        assertError(
                () -> new HashedCrossing(5).apply(ids),
                "Layer \"hashed_crossing\" (HashedCrossing): It crosses two inputs or more. Received: 1.");
        assertError(
                () -> new HashedCrossing(5).apply(List.of(ids, Tensor.of(new int[] {1, 2, 3}))),
                "Layer \"hashed_crossing\" (HashedCrossing): Its inputs have one shape, (), (batch) or (batch, 1). Received: shapes"
                        + " [(2,), (3,)].");
        assertError(
                () -> new HashedCrossing(5).apply(List.of(ids, Ops.ones(2))),
                "Layer \"hashed_crossing\" (HashedCrossing): It crosses whole numbers. Received: float32.");
        assertError(
                () -> new HashedCrossing(5).cross(List.of(List.of("a"), List.of())),
                "Layer \"hashed_crossing\" (HashedCrossing): rows must be equally long. Received: lengths 1 and 0.");
    }

    private static void assertError(Executable code, String message) {
        assertEquals(message, assertThrows(KerataException.class, code).getMessage());
    }
}
