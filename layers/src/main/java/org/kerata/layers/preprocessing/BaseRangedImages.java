package org.kerata.layers.preprocessing;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/** A layer that changes the values of pixels at random in training, and knows between what numbers they lie. */
abstract class BaseRangedImages<L extends BaseRangedImages<L>> extends BaseRandomImages<L> {
    private final Option<double[]> valueRange = option("value_range", ValueRange.KIND, ValueRange.BYTES);

    BaseRangedImages() {}

    /** Between what numbers the pixels lie; 0 and 255 by default. */
    public L valueRange(double low, double high) {
        return with(valueRange, new double[] {low, high});
    }

    /** Between what numbers the pixels lie. */
    final double[] range() {
        return valueRange.get();
    }

    /** Kept within the range. */
    final Tensor clipped(Tensor images) {
        return Ops.clip(images, range()[0], range()[1]);
    }
}
