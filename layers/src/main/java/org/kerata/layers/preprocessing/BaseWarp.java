package org.kerata.layers.preprocessing;

import java.util.function.Supplier;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Interpolation;
import org.kerata.autodiff.ops.Sampling;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/** A layer that bends some images at random in training. */
abstract class BaseWarp<L extends BaseWarp<L>> extends BaseRandomImages<L> {
    private final Option<Factor> factor = option("factor", Factor.PARTS, Factor.upTo(1));
    private final Option<String> interpolation = option("interpolation", Kind.oneOf("nearest", "bilinear"), "bilinear");
    private final Option<Double> fillValue = option("fill_value", DOUBLE, 0.0);

    BaseWarp() {}

    /** Sets the probability; for constructors. */
    final void factor(Object given) {
        factor.set(given);
    }

    /** How pixels between others are made: {@code "bilinear"} (the default) or {@code "nearest"}. */
    public L interpolation(String name) {
        return with(interpolation, name);
    }

    /** What stands beyond the borders where one value does; 0 by default. */
    public L fillValue(double value) {
        return with(fillValue, value);
    }

    final Sampling.How how(Sampling.FillMode mode) {
        boolean nearest = interpolation.get().equals("nearest");
        return new Sampling.How(nearest ? Interpolation.NEAREST : Interpolation.BILINEAR, mode, fillValue.get());
    }

    /** Which images are bent. */
    final Tensor chosen(Supplier<Tensor> random, Tensor images) {
        return factor.get().chosen(random, images);
    }

    /** Whether none ever is. */
    final boolean isNever() {
        return factor.get().high() == 0;
    }
}
