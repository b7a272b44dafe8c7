package org.kerata.layers.reshaping;

import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Volumes without planes at their borders.
 *
 * <p>Input {@code (batch, depth, height, width, channels)}, output the same without the widths. Keras: {@code keras.layers.Cropping3D}.
 */
public final class Cropping3D extends BaseCropping<Cropping3D> {
    private final Option<int[][]> cropping = option("cropping", Kind.margins(3), new int[][] {{1, 1}, {1, 1}, {1, 1}});
    private final Option<String> dataFormat = dataFormatOption();

    /** One plane on each side. */
    public Cropping3D() {
        super(3);
    }

    /** So many planes on each side. */
    public Cropping3D(int cropping) {
        this(cropping, cropping, cropping);
    }

    /** So many planes on both sides of each axis. */
    public Cropping3D(int depth, int height, int width) {
        this(new int[][] {{depth, depth}, {height, height}, {width, width}});
    }

    /** So many planes in front of and behind each axis: three pairs. */
    public Cropping3D(int[][] cropping) {
        this();
        this.cropping.set(cropping);
    }

    /** {@code "channels_last"} (the default) or {@code "channels_first"}. */
    public Cropping3D dataFormat(String format) {
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
