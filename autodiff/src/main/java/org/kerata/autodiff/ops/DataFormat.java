package org.kerata.autodiff.ops;

import java.util.function.UnaryOperator;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;

/** Where the channels of images and volumes stand. The ops themselves have them last; elsewhere they are brought there and back. */
public enum DataFormat {
    /** {@code (batch, …, channels)}, Keras's default. */
    CHANNELS_LAST,
    /** {@code (batch, channels, …)}. */
    CHANNELS_FIRST;

    /** A tensor of this format, of so many spatial axes, with or without a batch, with the channels last. */
    public Tensor toLast(Tensor x, int spatial) {
        if (this == CHANNELS_LAST) {
            return x;
        }
        if (x.rank() <= spatial) {
            throw new ShapeException("Channels first, there must be an axis of channels before the " + spatial
                    + " spatial ones. Received: shape " + x.shape() + ".");
        }
        return Ops.moveaxis(x, -1 - spatial, -1);
    }

    /** A tensor with the channels last, of so many spatial axes, in this format. */
    public Tensor fromLast(Tensor x, int spatial) {
        return this == CHANNELS_LAST ? x : Ops.moveaxis(x, -1, -1 - spatial);
    }

    /** An op on images with the channels last, applied to images of this format. */
    public Tensor around(Tensor images, UnaryOperator<Tensor> op) {
        return fromLast(op.apply(toLast(images, 2)), 2);
    }
}
