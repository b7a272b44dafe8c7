package org.kerata.layers.reshaping;

import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Images without rows and columns at their borders.
 *
 * <p>Input {@code (batch, height, width, channels)}, output {@code (batch, height - top - bottom, width - left - right, channels)}. Keras:
 * {@code keras.layers.Cropping2D}.
 */
public final class Cropping2D extends BaseCropping<Cropping2D> {
    private final Option<int[][]> cropping = option("cropping", Kind.margins(2), new int[][] {{0, 0}, {0, 0}});
    private final Option<String> dataFormat = dataFormatOption();

    /** Nothing is cut off. */
    public Cropping2D() {
        super(2);
    }

    /** So many rows and columns on each side. */
    public Cropping2D(int cropping) {
        this(cropping, cropping);
    }

    /** So many rows at the top and at the bottom, so many columns at the left and at the right. */
    public Cropping2D(int rows, int columns) {
        this(rows, rows, columns, columns);
    }

    /** So many rows at the top and at the bottom, columns at the left and at the right. */
    public Cropping2D(int top, int bottom, int left, int right) {
        this();
        cropping.set(new int[][] {{top, bottom}, {left, right}});
    }

    /** {@code "channels_last"} (the default) or {@code "channels_first"}. */
    public Cropping2D dataFormat(String format) {
        return with(dataFormat, format);
    }

    @Override
    int[][] widths() {
        return cropping.get();
    }

    @Override
    boolean isChannelsLast() {
        return dataFormat.get().equals("channels_last");
    }
}
