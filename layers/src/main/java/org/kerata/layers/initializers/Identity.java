package org.kerata.layers.initializers;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/** The identity matrix times a gain, 1 by default; for weights with 2 axes. Keras: {@code keras.initializers.Identity}. */
public final class Identity extends Initializer {
    private final Option<Double> gain = option("gain", DOUBLE, 1.0);

    /** With a gain of 1. */
    public Identity() {}

    /** With this gain. */
    public Identity(double gain) {
        this.gain.set(gain);
    }

    @Override
    public Tensor apply(Shape shape, DType dtype, long seed) {
        if (shape.rank() != 2) {
            throw new ShapeException("Identity starts weights with 2 axes. Received: shape " + shape + ".");
        }
        long columns = shape.last();
        return Draws.fill(shape, dtype, i -> i / columns == i % columns ? gain.get() : 0);
    }
}
