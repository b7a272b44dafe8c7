package org.kerata.zoo.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kerata.Kerata;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Mode;
import org.kerata.training.optimizers.Adam;
import org.kerata.zoo.examples.VariationalAutoencoder.Autoencoder;
import org.kerata.zoo.examples.VariationalAutoencoder.Cost;
import org.kerata.zoo.examples.VariationalAutoencoder.Draw;

class VariationalAutoencoderTest {
    @BeforeEach
    void seed() {
        Kerata.setRandomSeed(1);
    }

    @Test
    void drawsAroundTheMeanInTrainingOnly() {
        float[] code = new float[4 * 4000];
        for (int i = 0; i < code.length; i += 4) {
            code[i] = 3; // means
            code[i + 1] = -1;
            code[i + 2] = (float) Math.log(0.25); // of the variances
            code[i + 3] = (float) Math.log(4);
        }
        Tensor x = Tensor.of(code, 4000, 4);
        Draw draw = new Draw();
        assertArrayEquals(new float[] {3, -1}, draw.apply(x).get(7).floats());
        Tensor drawn = draw.apply(x, Mode.TRAINING);
        Tensor mean = drawn.mean(0);
        assertArrayEquals(new float[] {3, -1}, mean.floats(), 0.1f);
        float[] variance = drawn.minus(mean).pow(2).mean(0).floats();
        assertEquals(0.25, variance[0], 0.03);
        assertEquals(4, variance[1], 0.4);
    }

    @Test
    void theNumbersCostTheirDivergenceFromTheNormal() {
        Tensor x = Tensor.of(new float[] {3, -1, (float) Math.log(0.25), (float) Math.log(4), 0, 0, 0, 0}, 2, 4);
        Draw draw = new Draw();
        draw.apply(x); // builds it
        Call call = Call.start(Mode.TRAINING);
        draw.applyAll(List.of(x), call);
        // (m² + v - ln v - 1)/2 for each, and nothing for the second sample, which is the normal itself.
        double first = (9 + 0.25 - Math.log(0.25) - 1) / 2 + (1 + 4 - Math.log(4) - 1) / 2;
        assertEquals(1, call.losses().size());
        assertEquals(first / 2, call.losses().get(0).scalar(), 1e-5);
    }

    @Test
    void learnsToDrawAgain() {
        // Squares, in two places.
        float[] pixels = new float[16 * 28 * 28];
        for (int i = 0; i < pixels.length; i++) {
            int row = i / 28 % 28;
            boolean upper = i / (28 * 28) % 2 == 0;
            pixels[i] = i % 28 >= 8 && i % 28 < 20 && row >= (upper ? 2 : 14) && row < (upper ? 14 : 26) ? 1 : 0;
        }
        Tensor pictures = Tensor.of(pixels, 16, 28, 28, 1);
        Autoencoder model = new Autoencoder();
        model.build(-1, 28, 28, 1);
        Cost cost = new Cost(model);
        Compiled step = VariationalAutoencoder.step(model, cost, new Adam(2e-3));
        double first = step.run(pictures).scalar();
        for (int i = 0; i < 60; i++) {
            step.run(pictures);
        }
        cost.reset();
        double last = step.run(pictures).scalar();
        assertTrue(last < 0.7 * first, first + " to " + last);
        assertEquals(last, cost.sum(), 1e-3 * last);
        assertTrue(cost.toString().matches("loss [\\d.]+ = reconstruction [\\d.]+ \\+ KL [\\d.]+"), cost.toString());
        assertEquals("(16, 28, 28, 1)", model.predict(pictures).shape().toString());
    }
}
