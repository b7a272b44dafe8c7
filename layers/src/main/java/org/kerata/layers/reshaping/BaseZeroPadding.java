package org.kerata.layers.reshaping;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/** What layers share that put zeros around their inputs. */
abstract class BaseZeroPadding<L extends BaseZeroPadding<L>> extends BaseBorders<L> {
    private final Option<String> dataFormat = dataFormatOption();

    BaseZeroPadding(int spatialAxes) {
        super(spatialAxes);
    }

    /** {@code "channels_last"} (the default) or {@code "channels_first"}. */
    public L dataFormat(String format) {
        return with(dataFormat, format);
    }

    @Override
    final boolean isChannelsLast() {
        return dataFormat.get().equals("channels_last");
    }

    @Override
    final Tensor apply(Tensor x, int[][] widths) {
        return Ops.pad(x, widths, 0);
    }
}
