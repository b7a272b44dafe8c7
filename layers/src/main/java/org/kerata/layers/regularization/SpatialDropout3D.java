package org.kerata.layers.regularization;

import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * In training, sets whole feature maps to 0 at random and divides the others by {@code 1 - rate}; else passes its input on.
 *
 * <p>Input {@code (batch, depth, rows, columns, channels)}, or with channels first, output of its shape. State: a random counter, unless the rate is 0. Keras: {@code
 * keras.layers.SpatialDropout3D}.
 */
public final class SpatialDropout3D extends BaseSpatialDropout<SpatialDropout3D> {
    private final Option<String> dataFormat =
            option("data_format", Kind.oneOf("channels_last", "channels_first"), "channels_last");

    SpatialDropout3D() {
        super(3);
    }

    /** With this probability of becoming 0. */
    public SpatialDropout3D(double rate) {
        this();
        rate(rate);
    }

    /** {@code "channels_last"} (the default) or {@code "channels_first"}. */
    public SpatialDropout3D dataFormat(String dataFormat) {
        return with(this.dataFormat, dataFormat);
    }

    @Override
    int channels(int rank) {
        return dataFormat.get().equals("channels_first") ? 1 : rank - 1;
    }
}
