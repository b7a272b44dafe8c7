package org.kerata.layers.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.layers.harness.LayerContract;
import org.kerata.layers.initializers.Initializers;

class DenseTest implements LayerContract {
    @Test
    void refusesZeroUnits() {
        assertError(() -> new Dense(0), "Dense: units must be at least 1. Received: 0.");
    }

    @Test
    void refusesUnknownNames() {
        assertError(
                () -> new Dense(1).kernelInitializer("glorot_unifrom"),
                "Dense: kernelInitializer: Unknown initializer \"glorot_unifrom\". Did you mean \"glorot_uniform\"? Known: "
                        + String.join(", ", new TreeSet<>(Initializers.NAMES.known())) + ".");
        assertError(
                () -> new Dense(1).biasConstraint("nonneg!"),
                "Dense: biasConstraint: Unknown constraint \"nonneg!\". Did you mean \"non_neg\"? Known: max_norm, min_max_norm, non_neg,"
                        + " unit_norm.");
    }

    @Test
    void refusesOtherShapes() {
        assertError(
                () -> new Dense(2).apply(Ops.ones(3)),
                "Layer \"dense\" (Dense) needs an input with at least 2 axes, the batch included. Received: shape (3,).");
        Dense d = new Dense(2).name("d");
        d.apply(Ops.ones(1, 4));
        assertError(
                () -> d.apply(Ops.ones(1, 5)),
                "Layer \"d\" (Dense) was built for 4 input features. Received: shape (1, 5).");
        assertError(
                () -> d.apply(Ops.ones(1, 2, 2)),
                "Layer \"d\" (Dense) was built for 4 input features. Received: shape (1, 2, 2). Put a Flatten before it.");
        assertError(
                () -> new Dense(2).computeOutputShape(Shape.of(-1, -1)),
                "Layer \"dense\" (Dense): The weight \"kernel\" would have the shape (None, 2), of which every axis must be known. Give"
                        + " the input's axes when you declare it.");
        assertError(
                () -> d.apply(Ops.ones(1, 4), Ops.ones(1, 4)),
                "Layer \"d\" (Dense): It takes one input. Received: 2 inputs.");
    }

    @Test
    void computesInDouble() {
        Dense d = new Dense(2).dtype("float64");
        assertEquals(DType.FLOAT64, d.apply(Ops.ones(3, 4)).dtype());
        assertEquals(DType.FLOAT64, d.weights().get(0).dtype());
    }
}
