package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * In training, turns each image around its centre by an angle of its own; else passes images on.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Keras: {@code keras.layers.RandomRotation}.
 */
public final class RandomRotation extends BaseGeometry<RandomRotation> {
    private final Option<Factor> factor = required(
            "factor", Factor.range("one or two numbers from -1 to 1, parts of a turn", f -> f >= -1 && f <= 1, -1));

    RandomRotation() {}

    /** By up to this part of a whole turn, in both directions: {@code 0.1} for 36 degrees. */
    public RandomRotation(double factor) {
        this.factor.set(factor);
    }

    /** By between these parts of a whole turn; positive ones go against the clock. */
    public RandomRotation(double low, double high) {
        this.factor.set(List.of(low, high));
    }

    @Override
    List<Tensor> transform(Supplier<Tensor> random, long images, double height, double width) {
        Tensor angle = factor.get().draw(random, 0, images).times(2 * Math.PI);
        Tensor cos = Ops.cos(angle);
        Tensor sin = Ops.sin(angle);
        double x = 0.5 * (width - 1);
        double y = 0.5 * (height - 1);
        return List.of(
                cos,
                Ops.negative(sin),
                cos.times(-x).plus(sin.times(y)).plus(x),
                sin,
                cos,
                sin.times(-x).plus(cos.times(-y)).plus(y));
    }
}
