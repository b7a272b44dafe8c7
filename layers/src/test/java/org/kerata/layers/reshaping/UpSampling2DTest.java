package org.kerata.layers.reshaping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class UpSampling2DTest implements LayerContract {
    @Test
    void refusesUnknownInterpolations() {
        assertError(
                () -> new UpSampling2D().interpolation("cubic"),
                "UpSampling2D: interpolation must be one of \"nearest\", \"bilinear\", \"bicubic\", \"lanczos3\", \"lanczos5\"."
                        + " Received: \"cubic\".");
    }

    @Test
    void channelsMayComeFirst() {
        UpSampling2D last = new UpSampling2D(2, 3);
        Tensor x = Ops.reshape(Ops.arange(72).cast("float32"), 2, 3, 4, 3).times(0.01);
        Tensor expected = last.apply(x);
        UpSampling2D first = new UpSampling2D(2, 3).dataFormat("channels_first");
        Tensor y = first.apply(x.transpose(0, 3, 1, 2));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 3, 1).floats(), 1e-4f);
    }

    @Test
    void channelsMayComeFirstWhenInterpolated() {
        UpSampling2D last = new UpSampling2D(2, 3).interpolation("bilinear");
        Tensor x = Ops.reshape(Ops.arange(72).cast("float32"), 2, 3, 4, 3).times(0.01);
        Tensor expected = last.apply(x);
        UpSampling2D first = new UpSampling2D(2, 3).interpolation("BILINEAR").dataFormat("channels_first");
        Tensor y = first.apply(x.transpose(0, 3, 1, 2));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 3, 1).floats(), 1e-4f);
    }
}
