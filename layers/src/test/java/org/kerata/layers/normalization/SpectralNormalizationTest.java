package org.kerata.layers.normalization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.core.Dense;
import org.kerata.layers.core.Embedding;
import org.kerata.layers.harness.LayerContract;

class SpectralNormalizationTest implements LayerContract {
    @Test
    void refusesLayersWithoutAKernel() {
        assertError(
                () -> new SpectralNormalization(new UnitNormalization()).apply(Ops.ones(2, 3)),
                "SpectralNormalization: the layer must have a kernel or embeddings. Received:"
                        + " UnitNormalization(\"unit_normalization\"), which has [].");
    }

    /** Keras would cast what is looked up to the type of the indices. */
    @Test
    void embeddingsAreNormalisedToo() {
        SpectralNormalization s = new SpectralNormalization(new Embedding(6, 4)).powerIterations(20);
        Tensor y = s.apply(Tensor.of(new int[] {0, 5}, 1, 2), Mode.TRAINING);
        assertEquals(Shape.of(1, 2, 4), y.shape());
        assertArrayEquals(
                Ops.get(s.layer().weights().get(0).read(), 5).floats(),
                Ops.get(y, -1, 1).floats(),
                1e-6f);
    }

    @Test
    void kernelsOfZerosStay() {
        SpectralNormalization s = new SpectralNormalization(new Dense(2).kernelInitializer("zeros"));
        s.apply(Ops.ones(3, 4), Mode.TRAINING);
        assertArrayEquals(new float[8], s.layer().weights().get(0).floats());
    }

    @Test
    void theKernelsNormTendsToOne() {
        SpectralNormalization s = new SpectralNormalization(new Dense(3)).powerIterations(30);
        s.apply(Ops.ones(3, 4), Mode.TRAINING);
        Tensor kernel = s.layer().weights().get(0).read();
        Tensor v = Ops.ones(3, 1);
        for (int i = 0; i < 50; i++) {
            v = kernel.transpose().matmul(kernel.matmul(v));
            v = v.div(Ops.sqrt(Ops.square(v).sum()));
        }
        assertEquals(1, Ops.sqrt(Ops.square(kernel.matmul(v)).sum()).scalar(), 1e-4);
    }
}
