package org.kerata.layers.reshaping;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/** What layers share that add or take away borders: so much in front of and behind each spatial axis. */
abstract class BaseBorders<L extends BaseBorders<L>> extends FluentLayer<L> {
    private final int axes;

    BaseBorders(int spatialAxes) {
        this.axes = spatialAxes;
        inputSpec(InputSpec.rank(spatialAxes + 2));
    }

    /** The option for where the channels are. */
    final Option<String> dataFormatOption() {
        return option("data_format", Kind.oneOf("channels_last", "channels_first"), "channels_last");
    }

    /** The widths for each spatial axis. */
    abstract int[][] widths();

    /** Whether the channels are the last axis. */
    abstract boolean isChannelsLast();

    /** The input with these widths, one pair for each of its axes, added or taken away. */
    abstract Tensor apply(Tensor x, int[][] widths);

    @Override
    protected final Tensor call(Tensor x, Call call) {
        int[][] all = new int[axes + 2][2];
        int[][] own = widths();
        System.arraycopy(own, 0, all, isChannelsLast() ? 1 : 2, axes);
        return apply(x, all);
    }
}
