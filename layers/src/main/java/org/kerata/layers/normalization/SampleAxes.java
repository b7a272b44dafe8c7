package org.kerata.layers.normalization;

import java.util.Arrays;
import org.kerata.autodiff.Shape;
import org.kerata.layers.Kind;

/** Axes that are normalised together, and the shape of the weights that belong to them. */
final class SampleAxes {
    /** One or more axes; in a config a list, as Keras writes it when a layer is built. */
    static final Kind<int[]> KIND = Kind.integers("an axis or a list of axes", axes -> axes.length > 0);

    private SampleAxes() {}

    /** The lengths of the axes, in the order of the axes. */
    static Shape lengths(Shape input, int[] axes) {
        return Shape.of(Arrays.stream(axes)
                .map(input::axis)
                .sorted()
                .mapToLong(input::dim)
                .toArray());
    }
}
