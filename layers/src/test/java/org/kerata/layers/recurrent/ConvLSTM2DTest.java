package org.kerata.layers.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;

class ConvLSTM2DTest implements UnitsContract {
    /** Adds up its inputs' gates: with kernels of one pixel, all ones, and nothing else. */
    private static ConvLSTM2D open() {
        return new ConvLSTM2D(1, 1)
                .activation("linear")
                .recurrentActivation("linear")
                .useBias(false)
                .kernelInitializer("ones")
                .recurrentInitializer("zeros");
    }

    @Test
    void dropsPixelsByGateTheSameInAllSteps() {
        Tensor x = Ops.ones(3, 1, 20, 20, 1);
        float[] y = open().dropout(0.5).seed(4).apply(x, Mode.TRAINING).floats();
        int none = 0;
        for (float v : y) {
            // i · c̃ · o, each 0 or 2.
            assertEquals(v == 0 ? 0 : 8, v, 1e-5f);
            none += v == 0 ? 1 : 0;
        }
        assertEquals(1200 * 7 / 8.0, none, 60);
        ConvLSTM2D twice = open().dropout(0.5).seed(4).returnSequences(true);
        float[] steps = twice.apply(Ops.ones(3, 2, 20, 20, 1), Mode.TRAINING).floats();
        for (int i = 0; i < 1200; i++) {
            int at = i / 400 * 800 + i % 400;
            assertEquals(steps[at] == 0, steps[at + 400] == 0, "the same gates are open in the second step");
        }
    }

    @Test
    void dropsStatesInTrainingOnly() {
        ConvLSTM2D l =
                new ConvLSTM2D(3, 3).recurrentDropout(0.5).padding("same").seed(2);
        Tensor x = Ops.ones(2, 4, 5, 6, 2);
        float[] first = l.apply(x, Mode.TRAINING).floats();
        assertFalse(Arrays.equals(first, l.apply(x, Mode.TRAINING).floats()), "draws anew");
        assertArrayEquals(l.apply(x).floats(), l.apply(x).floats());
    }

    @Test
    void runsInBothDirections() {
        Bidirectional both = new Bidirectional(new ConvLSTM2D(3, 2).returnSequences(true));
        assertEquals(
                Shape.of(2, 4, 4, 5, 6), both.apply(Ops.ones(2, 4, 5, 6, 2)).shape());
    }

    @Test
    void saysWhatIsWrong() {
        assertError(
                () -> new ConvLSTM2D(2, 2).strides(2).dilationRate(2).apply(Ops.ones(1, 2, 5, 5, 1)),
                "Layer \"conv_lstm2d\" (ConvLSTM2D): strides and dilationRate cannot both be above 1. Received: strides"
                        + " [2, 2], dilationRate [2, 2].");
        assertError(
                () -> new ConvLSTM2D(2, 2).computeOutputShape(Shape.of(1, 2, -1, 5, 1)),
                "Layer \"conv_lstm2d\" (ConvLSTM2D): The size of its images and the number of their channels must be"
                        + " known. Received: steps of shape (1, None, 5, 1).");
        ConvLSTM2D l = new ConvLSTM2D(2, 2);
        l.apply(Ops.ones(1, 2, 5, 5, 1));
        assertError(
                () -> l.apply(Ops.ones(1, 2, 5, 6, 1)),
                "Layer \"conv_lstm2d\" (ConvLSTM2D) was built for 5 pixels along axis 3. Received: shape (1, 2, 5, 6, 1).");
        assertError(
                () -> new ConvLSTM2D(2, 2).apply(Ops.ones(2, 5, 5, 1)),
                "Layer \"conv_lstm2d\" (ConvLSTM2D) needs an input with 5 axes, the batch included. Received: shape (2, 5, 5, 1).");
    }
}
