package org.kerata.layers.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.layers.harness.LayerContract;

class EinsumDenseTest implements LayerContract {
    @Test
    void refusesOtherEquations() {
        String form =
                "EinsumDense: equation must be of the form \"ab,bc->ac\", \"...ab,bc->...ac\" or \"ab...,bc->ac...\". Received: ";
        assertError(() -> new EinsumDense("ab,bc", 3), form + "\"ab,bc\".");
        assertError(() -> new EinsumDense("...ab,bc->ac", 3), form + "\"...ab,bc->ac\".");
        assertError(() -> new EinsumDense("...ab...,bc->...ac...", 3), form + "\"...ab...,bc->...ac...\".");
    }

    @Test
    void refusesAxesThatAreNowhere() {
        assertError(
                () -> new EinsumDense("ab,bcd->ac", 3).apply(Ops.ones(2, 4)),
                "The kernel's axis 'd' must be one of the input \"ab\" or of the output \"ac\".");
        assertError(
                () -> new EinsumDense("ab,bc->ad", 3).apply(Ops.ones(2, 4)),
                "The output's axis 'd' must be one of the input \"ab\" or of the kernel \"bc\".");
        assertError(
                () -> new EinsumDense("ab,bc->ac", 3).biasAxes("x").apply(Ops.ones(2, 4)),
                "biasAxes names 'x', which the output \"ac\" does not have.");
    }

    @Test
    void refusesShapesThatDoNotFit() {
        assertError(
                () -> new EinsumDense("ab,bc->ac", 3).apply(Ops.ones(2, 4, 5)),
                "Layer \"einsum_dense\" (EinsumDense): The equation names 2 axes of the input. Received: shape (2, 4, 5).");
        assertError(
                () -> new EinsumDense("abc,cd->abd", 3, 5).apply(Ops.ones(2, 4, 5)),
                "Layer \"einsum_dense\" (EinsumDense): Axis 'b' is 4 in the input and 3 in outputShape. Received: shape (2, 4, 5).");
        assertError(
                () -> new EinsumDense("abc,cd->abd", 3).apply(Ops.ones(2, 4, 5)),
                "Layer \"einsum_dense\" (EinsumDense): outputShape (3,) must have an entry for each of the 2 axes of the output \"abd\" but"
                        + " the first.");
    }

    @Test
    void openAxesStayOpen() {
        assertEquals(
                "(None, None, 2, 3)",
                new EinsumDense("abc,cde->abde", -1, 2, 3)
                        .computeOutputShape(Shape.of(-1, -1, 4))
                        .toString());
    }

    /** Within ±√(6 / (inputs + outputs)), whatever the axes: 4 inputs and 3 · 50 outputs here. */
    @Test
    void startsAsItsUnitsAskFor() {
        EinsumDense l = new EinsumDense("abc,cde->abde", -1, 3, 50);
        l.apply(Ops.ones(1, 2, 4));
        double limit = Math.sqrt(6.0 / (4 + 150));
        float[] w = l.weights().get(0).floats();
        double largest = 0;
        for (float v : w) {
            largest = Math.max(largest, Math.abs(v));
        }
        assertEquals(limit, largest, limit / 50);
    }
}
