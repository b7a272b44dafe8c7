package org.kerata.layers.convolutional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class Conv1DTransposeTest implements LayerContract {
    @Test
    void channelsMayComeFirst() {
        Conv1DTranspose last = new Conv1DTranspose(2, 3).padding("same").strides(2);
        Tensor x = Ops.reshape(Ops.arange(30).cast("float32"), 2, 5, 3).times(0.01);
        Tensor expected = last.apply(x);
        Conv1DTranspose first =
                new Conv1DTranspose(2, 3).padding("same").strides(2).dataFormat("channels_first");
        first.computeOutputShape(Shape.of(-1, 3, 5));
        first.setWeights(last.getWeights());
        Tensor y = first.apply(x.transpose(0, 2, 1));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 1).floats(), 1e-4f);
    }

    @Test
    void lengthsThatAreNotKnownStayUnknown() {
        assertEquals(
                "(None, None, 4)",
                new Conv1DTranspose(4, 3)
                        .strides(2)
                        .computeOutputShape(Shape.of(-1, -1, 3))
                        .toString());
    }
}
