package org.kerata.layers.reshaping;

import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Axes;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * All axes but the batch made one.
 *
 * <p>Input {@code (batch, …)}, output {@code (batch, n)}; {@code (batch,)} becomes {@code (batch, 1)}. Keras: {@code
 * keras.layers.Flatten}.
 */
public final class Flatten extends FluentLayer<Flatten> {
    private final Option<String> dataFormat =
            option("data_format", Kind.oneOf("channels_last", "channels_first"), "channels_last");

    /** Channels are last. */
    public Flatten() {
        inputSpec(InputSpec.minRank(1));
    }

    /** {@code "channels_last"} (the default), or {@code "channels_first"}: the channels are moved to the end before. */
    public Flatten dataFormat(String format) {
        return with(dataFormat, format);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        boolean first = dataFormat.get().equals("channels_first") && x.rank() > 2;
        Tensor last = first ? Axes.move(x, 1, -1) : x;
        Shape s = last.shape();
        return last.reshape(s.dim(0), s.product(1, s.rank()));
    }
}
