package org.kerata.layers.preprocessing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.DataFormat;
import org.kerata.autodiff.ops.Interpolation;
import org.kerata.autodiff.ops.Sampling;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/** A layer that moves, turns or stretches images at random in training. */
abstract class BaseGeometry<L extends BaseGeometry<L>> extends BaseRandomImages<L> {
    private final Option<String> fillMode =
            option("fill_mode", Kind.oneOf("reflect", "wrap", "constant", "nearest"), "reflect");
    private final Option<String> interpolation = option("interpolation", Kind.oneOf("nearest", "bilinear"), "bilinear");
    private final Option<Double> fillValue = option("fill_value", DOUBLE, 0.0);

    BaseGeometry() {}

    /**
     * What stands beyond the borders: {@code "reflect"} (the default) for a mirror, {@code "wrap"} for the image again, {@code "nearest"}
     * for its edge, {@code "constant"} for {@link #fillValue}.
     */
    public L fillMode(String mode) {
        return with(fillMode, mode);
    }

    /** How pixels between others are made: {@code "bilinear"} (the default) or {@code "nearest"}. */
    public L interpolation(String name) {
        return with(interpolation, name);
    }

    /** What stands beyond the borders with the mode {@code "constant"}; 0 by default. */
    public L fillValue(double value) {
        return with(fillValue, value);
    }

    @Override
    final Tensor augmented(Tensor images, Supplier<Tensor> random) {
        long n = images.shape().dim(0);
        double height = images.shape().dim(1);
        double width = images.shape().dim(2);
        List<Tensor> columns = new ArrayList<>(transform(random, n, height, width));
        columns.add(Ops.zeros(n, 2));
        Tensor matrix = Ops.concatenate(columns, 1).cast(images.dtype());
        Sampling.How how = new Sampling.How(
                interpolation.get().equals("nearest") ? Interpolation.NEAREST : Interpolation.BILINEAR,
                Sampling.FillMode.valueOf(fillMode.get().toUpperCase(Locale.ROOT)),
                fillValue.get());
        return Ops.affineTransform(images, matrix, how, DataFormat.CHANNELS_LAST);
    }

    /**
     * From where pixel {@code (x, y)} comes: {@code (a0·x + a1·y + a2, b0·x + b1·y + b2)}.
     *
     * @return a0, a1, a2, b0, b1, b2, each with a row for every image and one column
     */
    abstract List<Tensor> transform(Supplier<Tensor> random, long images, double height, double width);
}
