package org.kerata.layers.reshaping;

import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Planes of zeros around volumes.
 *
 * <p>Input {@code (batch, depth, height, width, channels)}, output the same with the widths added. Keras: {@code
 * keras.layers.ZeroPadding3D}.
 */
public final class ZeroPadding3D extends BaseZeroPadding<ZeroPadding3D> {
    private final Option<int[][]> padding = option("padding", Kind.margins(3), new int[][] {{1, 1}, {1, 1}, {1, 1}});

    /** One plane on each side. */
    public ZeroPadding3D() {
        super(3);
    }

    /** So many planes on each side. */
    public ZeroPadding3D(int padding) {
        this(padding, padding, padding);
    }

    /** So many planes on both sides of each axis. */
    public ZeroPadding3D(int depth, int height, int width) {
        this(new int[][] {{depth, depth}, {height, height}, {width, width}});
    }

    /** So many planes in front of and behind each axis: three pairs. */
    public ZeroPadding3D(int[][] padding) {
        this();
        this.padding.set(padding);
    }

    @Override
    int[][] widths() {
        return padding.get();
    }
}
