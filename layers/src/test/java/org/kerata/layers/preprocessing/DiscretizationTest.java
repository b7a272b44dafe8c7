package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Layers;
import org.kerata.layers.harness.LayerCase;
import org.kerata.layers.harness.LayerContract;

class DiscretizationTest implements LayerContract {
    @Override
    public Map<String, Executable> checks(LayerCase c) {
        Map<String, Executable> all = LayerContract.super.checks(c);
        if (c.config().get("output_mode").asText().equals("int")) {
            all.remove("double precision"); // numbers of ranges are int32 whatever the layer's type
        }
        return all;
    }

    @TestFactory
    Stream<DynamicTest> adaptsAsKerasDoes() {
        return LayerContract.golden("discretization")
                .filter(c -> !c.adapted().isEmpty())
                .map(c -> DynamicTest.dynamicTest(c.name(), () -> {
                    Discretization d = (Discretization) c.layer();
                    double[] kerass = d.binBoundaries();
                    d.adapt(c.adapted().get(0));
                    assertArrayEquals(kerass, d.binBoundaries(), 1e-6);
                }));
    }

    @Test
    void boundariesAreFoundAndStandInTheConfig() {
        Discretization d = Discretization.bins(2);
        assertError(
                () -> d.apply(Ops.ones(1, 1)),
                "Layer \"discretization\" (Discretization): there are no boundaries yet. Give them, or call adapt.");
        Discretization found = Discretization.bins(2);
        found.adapt(Tensor.of(new float[] {4, 1, 3, 2}, 4));
        assertArrayEquals(new double[] {2}, found.binBoundaries());
        Discretization again = (Discretization) Layers.NAMES.read(Layers.NAMES.write(found));
        assertArrayEquals(new double[] {2}, again.binBoundaries());
        assertArrayEquals(
                new int[] {0, 1},
                again.apply(Tensor.of(new float[] {1.5f, 2}, 2)).ints());
    }

    @Test
    void givenBoundariesAreNotLookedFor() {
        assertError(
                () -> new Discretization(1, 2).adapt(Ops.ones(3)),
                "Layer \"discretization\" (Discretization): adapt finds the boundaries, but they were given. Make the layer with Discretization.bins(n).");
        assertError(
                () -> Discretization.bins(2).adapt(Ops.ones(0)),
                "Layer \"discretization\" (Discretization): adapt needs data. Received: shape (0,).");
    }
}
