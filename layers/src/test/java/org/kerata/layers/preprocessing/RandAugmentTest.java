package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

class RandAugmentTest implements AugmentationsContract<RandAugment> {
    @Override
    public RandAugment layer() {
        return new RandAugment();
    }

    @Test
    void computesTheChangeThatIsChosen() {
        Augmentations all = Augmentations.of(new Factor(0, 0, List.of(0.0)), new double[] {0, 255}, "bilinear", false);
        assertEquals(11, all.size());
        Tensor x = Ops.arange(60)
                .reshape(1, 4, 5, 3)
                .cast(Tensor.scalar(0).dtype())
                .times(4);
        Tensor key = Tensor.of(new long[] {1, 2});
        assertArrayEquals(
                Ops.negative(x).plus(255).floats(),
                all.apply(Tensor.scalar(4, DType.INT32), x, key).floats(),
                1e-3f);
        assertArrayEquals(
                x.floats(), all.apply(Tensor.scalar(0, DType.INT32), x, key).floats(), 1e-3f);
        assertArrayEquals(
                x.floats(), all.apply(Tensor.scalar(11, DType.INT32), x, key).floats());
        assertArrayEquals(
                new AutoContrast().apply(x).floats(),
                all.apply(Tensor.scalar(5, DType.INT32), x, key).floats(),
                1e-3f);
    }
}
