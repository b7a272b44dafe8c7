package org.kerata.layers.pooling;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Padding;
import org.kerata.autodiff.ops.Pooling;
import org.kerata.layers.Axes;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/** What pooling over windows shares, over any number of spatial axes. Output of a window is one number for each channel. */
abstract class BasePooling<L extends BasePooling<L>> extends FluentLayer<L> {
    private final Option<int[]> poolSize;
    private final Option<int[]> strides;
    private final Option<String> padding = option("padding", Kind.oneOf("valid", "same"), "valid");
    private final Option<String> dataFormat =
            option("data_format", Kind.oneOf("channels_last", "channels_first"), "channels_last");

    BasePooling(int axes, boolean twoByDefault) {
        int[] twos = new int[axes];
        Arrays.fill(twos, 2);
        Kind<int[]> sizes = Kind.sizes(axes);
        this.poolSize = twoByDefault ? option("pool_size", sizes, twos) : required("pool_size", sizes);
        this.strides = optional("strides", Kind.sizes(axes));
        inputSpec(InputSpec.rank(axes + 2));
    }

    /** Sets the size of the windows; for constructors. */
    final void poolSize(int... size) {
        poolSize.set(size);
    }

    /** How far windows are apart: one number, or one for each spatial axis; by default their size. */
    public L strides(int... strides) {
        return with(this.strides, strides);
    }

    /** {@code "valid"} (the default): windows lie inside the input; {@code "same"}: they may reach over the border, which does not count. */
    public L padding(String padding) {
        return with(this.padding, padding);
    }

    /** {@code "channels_last"} (the default) or {@code "channels_first"}, which is slower. */
    public L dataFormat(String format) {
        return with(dataFormat, format);
    }

    /** The pooling, channels last. */
    abstract Tensor pool(Tensor x, Pooling.Pool how);

    @Override
    protected final Tensor call(Tensor x, Call call) {
        Padding p = padding.get().equals("same") ? Padding.SAME : Padding.VALID;
        Pooling.Pool how = new Pooling.Pool(list(poolSize.get()), list(stridesOrSize()), p);
        if (dataFormat.get().equals("channels_last")) {
            return pool(x, how);
        }
        return Axes.move(pool(Axes.move(x, 1, -1), how), -1, 1);
    }

    private int[] stridesOrSize() {
        int[] s = strides.orNull();
        return s == null ? poolSize.get() : s;
    }

    private static List<Integer> list(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = super.config();
        out.put("strides", list(stridesOrSize()));
        return out;
    }
}
