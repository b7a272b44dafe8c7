package org.kerata.layers.reshaping;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Interpolation;
import org.kerata.layers.Axes;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Images several times as high and wide.
 *
 * <p>Input {@code (batch, height, width, channels)}, output {@code (batch, height · size, width · size, channels)}. Keras: {@code
 * keras.layers.UpSampling2D}.
 */
public final class UpSampling2D extends FluentLayer<UpSampling2D> {
    private final Option<int[]> size = option("size", Kind.sizes(2), new int[] {2, 2});
    private final Option<String> dataFormat =
            option("data_format", Kind.oneOf("channels_last", "channels_first"), "channels_last");
    private final Option<Interpolation> interpolation = option(
            "interpolation",
            Kind.of(Interpolation.ALLOWED, Interpolation::of, Interpolation::kerasName),
            Interpolation.NEAREST);

    /** Twice as high and wide. */
    public UpSampling2D() {
        inputSpec(InputSpec.rank(4));
    }

    /** So many times as high and wide. */
    public UpSampling2D(int size) {
        this(size, size);
    }

    /** So many times as high, so many times as wide. */
    public UpSampling2D(int height, int width) {
        this();
        size.set(new int[] {height, width});
    }

    /** {@code "channels_last"} (the default) or {@code "channels_first"}, which is slower. */
    public UpSampling2D dataFormat(String format) {
        return with(dataFormat, format);
    }

    /**
     * How new pixels are made: {@code "nearest"} (the default) repeats the old ones; or {@code "bilinear"}, {@code "bicubic"}, {@code
     * "lanczos3"}, {@code "lanczos5"}.
     */
    public UpSampling2D interpolation(String name) {
        return with(interpolation, name);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        int h = size.get()[0];
        int w = size.get()[1];
        boolean last = dataFormat.get().equals("channels_last");
        if (interpolation.get() == Interpolation.NEAREST) {
            return last ? Ops.upsample(x, 1, h, w, 1) : Ops.upsample(x, 1, 1, h, w);
        }
        Tensor images = last ? x : Axes.move(x, 1, -1);
        int height = images.shape().intDim(1) * h;
        int width = images.shape().intDim(2) * w;
        Tensor y = Ops.resize(images, height, width, interpolation.get());
        return last ? y : Axes.move(y, -1, 1);
    }
}
