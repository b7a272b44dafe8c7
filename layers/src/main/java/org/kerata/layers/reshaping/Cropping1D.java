package org.kerata.layers.reshaping;

import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Sequences without steps at their ends.
 *
 * <p>Input {@code (batch, steps, channels)}, output {@code (batch, steps - before - after, channels)}. Keras: {@code
 * keras.layers.Cropping1D}.
 */
public final class Cropping1D extends BaseCropping<Cropping1D> {
    private final Option<int[]> cropping = option("cropping", Kind.sizes(2, 0), new int[] {1, 1});

    /** One step at each end. */
    public Cropping1D() {
        super(1);
    }

    /** So many steps at each end. */
    public Cropping1D(int cropping) {
        this(cropping, cropping);
    }

    /** So many steps in front and behind. */
    public Cropping1D(int before, int after) {
        this();
        cropping.set(new int[] {before, after});
    }

    @Override
    int[][] widths() {
        return new int[][] {cropping.get()};
    }

    @Override
    boolean isChannelsLast() {
        return true;
    }
}
