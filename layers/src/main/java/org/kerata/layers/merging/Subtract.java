package org.kerata.layers.merging;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;

/**
 * The first input minus the second.
 *
 * <p>Two or more inputs whose shapes are equal or broadcast together. Keras: {@code keras.layers.Subtract}.
 */
public final class Subtract extends Merge<Subtract> {
    /** The layer. */
    public Subtract() {}

    @Override
    protected void build(List<Shape> inputs) {
        if (inputs.size() != 2) {
            throw new ShapeException("It takes 2 inputs. Received: " + inputs.size() + ".");
        }
        super.build(inputs);
    }

    @Override
    Tensor merge(List<Tensor> xs, List<@Nullable Tensor> masks) {
        return xs.get(0).minus(xs.get(1));
    }
}
