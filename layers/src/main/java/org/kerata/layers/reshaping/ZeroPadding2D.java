package org.kerata.layers.reshaping;

import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Rows and columns of zeros around images.
 *
 * <p>Input {@code (batch, height, width, channels)}, output {@code (batch, top + height + bottom, left + width + right, channels)}. Keras:
 * {@code keras.layers.ZeroPadding2D}.
 */
public final class ZeroPadding2D extends BaseZeroPadding<ZeroPadding2D> {
    private final Option<int[][]> padding = option("padding", Kind.margins(2), new int[][] {{1, 1}, {1, 1}});

    /** One row or column on each side. */
    public ZeroPadding2D() {
        super(2);
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

    @Override
    int[][] widths() {
        return padding.get();
    }
}
