package org.kerata.layers.preprocessing;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.DataFormat;
import org.kerata.layers.Call;

/**
 * Stretches each channel of each image so that it goes from the lowest to the highest value; a channel of one value stays. In training and
 * else. With channels first, as in Keras, what is stretched together are the columns of all channels, not the pixels of one.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Keras: {@code keras.layers.AutoContrast}.
 */
public final class AutoContrast extends BaseHistogramImages<AutoContrast> {
    private static final int[] WITHIN = {1, 2};

    /** As Keras does: over the second and third axis also where the second one holds the channels. */
    private static final int[] WITHIN_FIRST = {1, 3};

    /** Of pixels from 0 to 255. */
    public AutoContrast() {}

    @Override
    Tensor changed(Tensor images, Call call) {
        return enhanced(images.cast(dtype()));
    }

    Tensor enhanced(Tensor images) {
        Tensor y = byBytes(images);
        return Ops.where(Ops.isNan(y), images, y);
    }

    @Override
    Tensor stretched(Tensor images) {
        int[] within = format() == DataFormat.CHANNELS_FIRST ? WITHIN_FIRST : WITHIN;
        Tensor low = Ops.min(images, within, true);
        Tensor high = Ops.max(images, within, true);
        Tensor scale = Tensor.scalar(255, images.dtype()).div(high.minus(low));
        return Ops.clip(images.times(scale).minus(low.times(scale)), 0, 255);
    }
}
