package org.kerata.layers.reshaping;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Each element of volumes several times in a row, along each axis.
 *
 * <p>Input {@code (batch, depth, height, width, channels)}, output {@code (batch, depth · size, height · size, width · size, channels)}.
 * Keras: {@code keras.layers.UpSampling3D}.
 */
public final class UpSampling3D extends FluentLayer<UpSampling3D> {
    private final Option<int[]> size = option("size", Kind.sizes(3), new int[] {2, 2, 2});
    private final Option<String> dataFormat =
            option("data_format", Kind.oneOf("channels_last", "channels_first"), "channels_last");

    /** Twice as deep, high and wide. */
    public UpSampling3D() {
        inputSpec(InputSpec.rank(5));
    }

    /** So many times as deep, high and wide. */
    public UpSampling3D(int size) {
        this(size, size, size);
    }

    /** So many times as deep, so many times as high, so many times as wide. */
    public UpSampling3D(int depth, int height, int width) {
        this();
        size.set(new int[] {depth, height, width});
    }

    /** {@code "channels_last"} (the default) or {@code "channels_first"}. */
    public UpSampling3D dataFormat(String format) {
        return with(dataFormat, format);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        int[] s = size.get();
        return dataFormat.get().equals("channels_last")
                ? Ops.upsample(x, 1, s[0], s[1], s[2], 1)
                : Ops.upsample(x, 1, 1, s[0], s[1], s[2]);
    }
}
