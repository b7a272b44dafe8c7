package org.kerata.layers.reshaping;

import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Steps of zeros around sequences.
 *
 * <p>Input {@code (batch, steps, channels)}, output {@code (batch, before + steps + after, channels)}. Keras: {@code
 * keras.layers.ZeroPadding1D}.
 */
public final class ZeroPadding1D extends BaseZeroPadding<ZeroPadding1D> {
    private final Option<int[]> padding = option("padding", Kind.sizes(2, 0), new int[] {1, 1});

    /** One step at each end. */
    public ZeroPadding1D() {
        super(1);
    }

    /** So many steps at each end. */
    public ZeroPadding1D(int padding) {
        this(padding, padding);
    }

    /** So many steps in front and behind. */
    public ZeroPadding1D(int before, int after) {
        this();
        padding.set(new int[] {before, after});
    }

    @Override
    int[][] widths() {
        return new int[][] {padding.get()};
    }
}
