package org.kerata.layers.reshaping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.layers.harness.LayerContract;

class ReshapeTest implements LayerContract {
    @Test
    void refusesWhatDoesNotFit() {
        assertError(
                () -> new Reshape(4, 3).apply(Ops.ones(2, 10)),
                "Layer \"reshape\" (Reshape): A sample of shape (10,) has 10 elements and cannot become [4, 3].");
        assertError(
                () -> new Reshape(-1, 3).apply(Ops.ones(2, 10)),
                "Layer \"reshape\" (Reshape): A sample of shape (10,) has 10 elements and cannot become [-1, 3].");
        assertError(
                () -> new Reshape(-1, -1),
                "Reshape: targetShape must be a list of axis lengths, one of them -1 at most. Received: [-1, -1].");
    }

    @Test
    void unknownAxesStayUnknown() {
        assertEquals(
                "(None, None, 3)",
                new Reshape(-1, 3).computeOutputShape(Shape.of(-1, -1, 6)).toString());
    }
}
