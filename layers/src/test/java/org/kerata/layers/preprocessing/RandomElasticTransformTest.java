package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomElasticTransformTest implements LayerContract {
    @Test
    void pixelsMoveALittle() {
        Tensor x = Ops.broadcastTo(Ops.arange(40).reshape(1, 1, 40, 1).times(5), Shape.of(4, 40, 40, 1));
        float[] y = new RandomElasticTransform(1, 1)
                .scale(0.5, 0.5)
                .seed(1)
                .apply(x, Mode.TRAINING)
                .floats();
        float[] was = x.floats();
        double sum = 0;
        double most = 0;
        for (int i = 0; i < y.length; i++) {
            double by = (y[i] - was[i]) / 5;
            sum += by * by;
            most = Math.max(most, Math.abs(by));
        }
        // Noise of deviation 1 under a bell of deviation 1, times 2.
        double deviation = Math.sqrt(sum / y.length);
        assertEquals(2 / (2 * Math.sqrt(Math.PI)), deviation, 0.15);
        assertTrue(most < 4, "as far as " + most);
    }

    @Test
    void staysInTheRangeInACompiledProgram() {
        RandomElasticTransform l =
                new RandomElasticTransform(1, 1).valueRange(0, 1).seed(2);
        Tensor y = Compiled.of(x -> l.apply(x, Mode.TRAINING))
                .run(Ops.ones(2, 9, 11, 3).times(0.5));
        for (float v : y.floats()) {
            assertEquals(0.5, v, 1e-5);
        }
    }
}
