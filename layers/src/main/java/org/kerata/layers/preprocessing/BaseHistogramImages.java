package org.kerata.layers.preprocessing;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/** A layer that stretches the values of pixels by how they are spread. */
abstract class BaseHistogramImages<L extends BaseHistogramImages<L>> extends BaseImages<L> {
    private final Option<double[]> valueRange = option("value_range", ValueRange.KIND, ValueRange.BYTES);

    BaseHistogramImages() {}

    /** Between what numbers the pixels lie; 0 and 255 by default. */
    public L valueRange(double low, double high) {
        return with(valueRange, new double[] {low, high});
    }

    /** What becomes of images {@code (batch, height, width, channels)}, by bytes. */
    final Tensor byBytes(Tensor images) {
        double[] range = valueRange.get();
        Tensor x = ValueRange.moved(images, range, ValueRange.BYTES);
        return ValueRange.moved(stretched(x), ValueRange.BYTES, range);
    }

    /** What becomes of images whose pixels lie between 0 and 255. */
    abstract Tensor stretched(Tensor images);
}
