package org.kerata.layers.pooling;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Axes;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * What pooling to a given number of windows shares, over any number of spatial axes. Window o of an axis goes from {@code floor(o · input /
 * output)} to {@code ceil((o + 1) · input / output)}, so that windows overlap where the lengths do not divide.
 */
abstract class BaseAdaptivePooling<L extends BaseAdaptivePooling<L>> extends FluentLayer<L> {
    private final Option<int[]> outputSize;
    private final Option<String> dataFormat =
            option("data_format", Kind.oneOf("channels_last", "channels_first"), "channels_last");

    BaseAdaptivePooling(int axes) {
        this.outputSize = required("output_size", Kind.sizes(axes));
        inputSpec(InputSpec.rank(axes + 2));
    }

    /** Sets the number of windows; for constructors. */
    final void outputSize(int... size) {
        outputSize.set(size);
    }

    /** {@code "channels_last"} (the default) or {@code "channels_first"}, which is slower. */
    public L dataFormat(String format) {
        return with(dataFormat, format);
    }

    /** The pooling, channels last. */
    abstract Tensor pool(Tensor x, int[] outputSize);

    @Override
    protected final Tensor call(Tensor x, Call call) {
        if (dataFormat.get().equals("channels_last")) {
            return pool(x, outputSize.get());
        }
        return Axes.move(pool(Axes.move(x, 1, -1), outputSize.get()), -1, 1);
    }
}
