package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class NormalizationTest implements LayerContract {
    @TestFactory
    Stream<DynamicTest> adaptsAsKerasDoes() {
        return LayerContract.golden("normalization")
                .filter(c -> !c.adapted().isEmpty())
                .map(c -> DynamicTest.dynamicTest(c.name(), () -> {
                    Normalization n = (Normalization) c.layer();
                    n.adapt(c.adapted().get(0));
                    assertArrayEquals(
                            c.weights().get(0).floats(), n.weights().get(0).floats(), 1e-6f);
                    assertArrayEquals(
                            c.weights().get(1).floats(), n.weights().get(1).floats(), 1e-5f);
                    assertArrayEquals(
                            c.outputs().get(0).floats(),
                            n.apply(c.inputs().get(0)).floats(),
                            1e-5f);
                }));
    }

    @Test
    void takesIntegersAndAdaptsAgain() {
        Normalization n = new Normalization();
        n.adapt(Tensor.of(new int[][] {{1, 10}, {3, 30}}));
        assertArrayEquals(
                new float[] {-1, -1}, n.apply(Tensor.of(new int[][] {{1, 10}})).floats(), 1e-6f);
        n.adapt(Tensor.of(new int[][] {{0, 0}, {2, 2}}));
        assertArrayEquals(
                new float[] {0, 9}, n.apply(Tensor.of(new int[][] {{1, 10}})).floats(), 1e-6f);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertError(
                () -> new Normalization().statistics(1, 2).adapt(Ops.ones(3, 2)),
                "Layer \"normalization\" (Normalization): adapt finds mean and variance, but they were given.");
        Normalization n = new Normalization();
        n.adapt(Ops.ones(3, 2));
        assertError(
                () -> n.adapt(Ops.ones(3, 4)),
                "Layer \"normalization\" (Normalization): adapt: the layer was built for shape (1, 2) (1 stands for any). Received: shape"
                        + " (3, 4).");
        assertError(
                () -> n.apply(Ops.ones(3, 4)),
                "Layer \"normalization\" (Normalization) was built for 2 elements along axis 1. Received: shape (3, 4).");
        assertError(
                () -> n.adapt(Ops.ones(0, 2)),
                "Layer \"normalization\" (Normalization): adapt needs data. Received: shape (0, 2).");
    }
}
