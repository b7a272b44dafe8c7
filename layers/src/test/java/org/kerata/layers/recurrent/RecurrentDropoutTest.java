package org.kerata.layers.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;

/** In training recurrent layers drop the same numbers in all steps of a sequence, and others in the next batch. */
class RecurrentDropoutTest {
    /** Adds up its inputs: {@code h' = x + h}. */
    private static SimpleRNN sum(int units) {
        SimpleRNN l = new SimpleRNN(units)
                .activation("linear")
                .useBias(false)
                .kernelInitializer("identity")
                .recurrentInitializer("identity")
                .returnSequences(true);
        return l;
    }

    @Test
    void dropsTheSameInputsInAllSteps() {
        SimpleRNN l = sum(50).dropout(0.3).seed(1);
        Tensor x = Ops.ones(20, 4, 50);
        float[] y = l.apply(x, Mode.TRAINING).floats();
        int dropped = 0;
        for (int sample = 0; sample < 20; sample++) {
            for (int unit = 0; unit < 50; unit++) {
                float first = y[sample * 200 + unit];
                dropped += first == 0 ? 1 : 0;
                assertTrue(first == 0 || Math.abs(first - 1 / 0.7f) < 1e-6f, "scaled by what is left: " + first);
                for (int step = 1; step < 4; step++) {
                    assertEquals(first * (step + 1), y[sample * 200 + step * 50 + unit], 1e-5f);
                }
            }
        }
        assertEquals(300, dropped, 60);
        assertFalse(Arrays.equals(y, l.apply(x, Mode.TRAINING).floats()), "another draw in the next batch");
        assertArrayEquals(
                y, sum(50).dropout(0.3).seed(1).apply(x, Mode.TRAINING).floats(), "the same draw from the same seed");
        assertEquals(1, l.apply(x).floats()[0], "nothing is dropped in inference");
    }

    @Test
    void dropsTheSameStatesInAllSteps() {
        float[] y = sum(40).recurrentDropout(0.5)
                .seed(2)
                .apply(Ops.ones(10, 3, 40), Mode.TRAINING)
                .floats();
        int dropped = 0;
        for (int i = 0; i < 400; i++) {
            int at = i / 40 * 120 + i % 40;
            assertEquals(1, y[at], 1e-6f);
            boolean none = Math.abs(y[at + 40] - 1) < 1e-6f;
            dropped += none ? 1 : 0;
            assertEquals(none ? 1 : 3, y[at + 40], 1e-5f);
            assertEquals(none ? 1 : 7, y[at + 80], 1e-5f);
        }
        assertEquals(200, dropped, 50);
    }

    /** With recurrent dropout each gate drops numbers of its own, so that the draws take a counter each. */
    @Test
    void trainsWithBothInAllLayers() {
        Tensor x = Ops.ones(4, 5, 3);
        List<BaseRNN<?>> layers = List.of(
                new LSTM(6).dropout(0.4).recurrentDropout(0.3),
                new GRU(6).dropout(0.4).recurrentDropout(0.3),
                new GRU(6).resetAfter(false).dropout(0.4).recurrentDropout(0.3),
                new LSTM(6).dropout(0.4),
                new GRU(6).dropout(0.4),
                new RNN(List.of(new LSTMCell(5).dropout(0.5), new GRUCell(6).recurrentDropout(0.5))));
        for (BaseRNN<?> l : layers) {
            float[] first = l.apply(x, Mode.TRAINING).floats();
            float[] second = l.apply(x, Mode.TRAINING).floats();
            assertFalse(Arrays.equals(first, second), l + " draws anew");
            assertArrayEquals(l.apply(x).floats(), l.apply(x).floats());
            assertEquals(Shape.of(4, 6), l.computeOutputShape(x.shape()));
            assertTrue(l.variables().size() > l.weights().size(), l + " keeps a random counter");
        }
    }
}
