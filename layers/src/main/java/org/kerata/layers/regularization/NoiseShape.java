package org.kerata.layers.regularization;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;

/** The shape of a mask that is broadcast to an input. */
final class NoiseShape {
    private NoiseShape() {}

    /** The given shape, its open axes as long as the input's; the input's own if none is given. */
    static Shape of(@Nullable Shape given, Shape input) {
        if (given == null) {
            return input;
        }
        if (given.rank() != input.rank()) {
            throw new ShapeException("noiseShape " + given
                    + " must have an entry for each axis of the input. Received: shape " + input + ".");
        }
        Shape noise = given;
        for (int i = 0; i < input.rank(); i++) {
            noise = noise.dim(i) == Shape.UNKNOWN ? noise.with(i, input.dim(i)) : noise;
        }
        return noise;
    }
}
