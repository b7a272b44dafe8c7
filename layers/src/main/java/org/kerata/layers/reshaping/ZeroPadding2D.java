package org.kerata.layers.reshaping;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Rows and columns of zeros around images.
 *
 * <p>Input {@code (batch, height, width, channels)}, output {@code (batch, top + height + bottom, left + width + right, channels)}. Keras:
 * {@code keras.layers.ZeroPadding2D}.
 */
public final class ZeroPadding2D extends FluentLayer<ZeroPadding2D> {
    private final Option<int[][]> padding = option("padding", Kind.margins(2), new int[][] {{1, 1}, {1, 1}});
    private final Option<String> dataFormat =
            option("data_format", Kind.oneOf("channels_last", "channels_first"), "channels_last");

    /** One row or column on each side. */
    public ZeroPadding2D() {
        inputSpec(InputSpec.rank(4));
    }

    /** So many rows and columns on each side. */
    public ZeroPadding2D(int padding) {
        this(padding, padding);
    }

    /** So many rows at the top and at the bottom, so many columns at the left and at the right. */
    public ZeroPadding2D(int rows, int columns) {
        this(rows, rows, columns, columns);
    }

    /** So many rows at the top and at the bottom, columns at the left and at the right. */
    public ZeroPadding2D(int top, int bottom, int left, int right) {
        this();
        padding.set(new int[][] {{top, bottom}, {left, right}});
    }

    /** {@code "channels_last"} (the default) or {@code "channels_first"}. */
    public ZeroPadding2D dataFormat(String format) {
        return with(dataFormat, format);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        int[][] p = padding.get();
        boolean last = dataFormat.get().equals("channels_last");
        int[] none = {0, 0};
        return Ops.pad(x, last ? new int[][] {none, p[0], p[1], none} : new int[][] {none, none, p[0], p[1]}, 0);
    }
}
