package org.kerata.layers.pooling;

import java.util.stream.IntStream;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/** What pooling over whole inputs shares: all spatial axes become one number for each channel. */
abstract class BaseGlobalPooling<L extends BaseGlobalPooling<L>> extends FluentLayer<L> {
    private final Option<String> dataFormat =
            option("data_format", Kind.oneOf("channels_last", "channels_first"), "channels_last");
    private final Option<Boolean> keepDims = option("keepdims", BOOL, false);

    BaseGlobalPooling(int axes) {
        inputSpec(InputSpec.rank(axes + 2));
    }

    /** {@code "channels_last"} (the default) or {@code "channels_first"}. */
    public L dataFormat(String format) {
        return with(dataFormat, format);
    }

    /** Whether the spatial axes stay, with length 1; false by default. */
    public L keepDims(boolean keep) {
        return with(keepDims, keep);
    }

    /** The reduction. */
    abstract Tensor reduce(Tensor x, int[] axes, boolean keepDims, Call call);

    @Override
    protected final Tensor call(Tensor x, Call call) {
        int first = dataFormat.get().equals("channels_last") ? 1 : 2;
        return reduce(x, IntStream.range(first, first + x.rank() - 2).toArray(), keepDims.get(), call);
    }
}
