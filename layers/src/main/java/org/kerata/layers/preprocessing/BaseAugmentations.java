package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/** A layer that chooses changes of images at random in training. */
abstract class BaseAugmentations<L extends BaseAugmentations<L>> extends BaseRangedImages<L> {
    private final Option<Factor> factor;
    private final Option<String> interpolation = option("interpolation", Kind.oneOf("nearest", "bilinear"), "bilinear");

    BaseAugmentations(double usual) {
        factor = option("factor", Factor.PARTS, Factor.upTo(usual));
    }

    /** How strong changes are: between 0 and this. */
    public L factor(double high) {
        return with(factor, high);
    }

    /** How strong changes are: between these, from 0 to 1. */
    public L factor(double low, double high) {
        return with(factor, List.of(low, high));
    }

    /** How pixels between others are made where images move: {@code "bilinear"} (the default) or {@code "nearest"}. */
    public L interpolation(String name) {
        return with(interpolation, name);
    }

    final Augmentations augmentations(boolean some) {
        return Augmentations.of(factor.get(), range(), interpolation.get(), some);
    }

    /** A number of a change, below this, {@code ()}. */
    static Tensor choice(Supplier<Tensor> random, int below) {
        return Ops.randomInt(random.get(), 0, below).reshape();
    }
}
