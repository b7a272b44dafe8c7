package org.kerata.layers.preprocessing;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.DataFormat;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/** A layer on images, one or a batch of them, with their channels first or last. */
abstract class BaseImages<L extends BaseImages<L>> extends FluentLayer<L> {
    private final Option<String> dataFormat =
            option("data_format", Kind.oneOf("channels_last", "channels_first"), "channels_last");

    BaseImages() {}

    /** {@code "channels_last"} (the default) or {@code "channels_first"}. */
    public L dataFormat(String format) {
        return with(dataFormat, format);
    }

    @Override
    protected final Tensor call(Tensor x, Call call) {
        if (x.rank() != 3 && x.rank() != 4) {
            throw new ShapeException("It takes images (height, width, channels), or batches of them. Received: shape "
                    + x.shape() + ".");
        }
        Tensor images = x.rank() == 3 ? Ops.expandDims(x, 0) : x;
        Tensor y = format().around(images, i -> changed(i, call));
        return x.rank() == 3 ? Ops.squeeze(y, 0) : y;
    }

    /** Where the channels stand. */
    final DataFormat format() {
        return dataFormat.get().equals("channels_first") ? DataFormat.CHANNELS_FIRST : DataFormat.CHANNELS_LAST;
    }

    /** What becomes of images {@code (batch, height, width, channels)}. */
    abstract Tensor changed(Tensor images, Call call);
}
