package org.kerata.autodiff.ops;

import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;

/** Colours of images {@code (…, height, width, channels)}, with or without a batch. */
public final class Colors {
    /** What red, green and blue add to brightness, as in TensorFlow. */
    private static final double[] BRIGHTNESS = {0.2989, 0.5870, 0.1140};

    private static final double FLOAT_EPSILON = 0x1p-23;
    private static final double DOUBLE_EPSILON = 0x1p-52;

    private Colors() {}

    /** Red, green and blue as one channel of brightness; images of one channel stay. The type stays; whole numbers are cut off. */
    public static final Op<NoAttributes> RGB_TO_GRAYSCALE = Op.plain("rgb_to_grayscale")
            .shape((in, a) -> {
                Shape s = requireImages(in.get(0));
                if (s.last() != 1 && s.last() != 3) {
                    throw new ShapeException("Images must have 3 channels, or 1 already. Received: " + s + ".");
                }
                return in.get(0).with(s.with(s.rank() - 1, 1));
            })
            .definition((in, a) -> {
                Tensor x = in.get(0);
                if (x.shape().last() == 1) {
                    return List.of(Ops.identity(x));
                }
                DType real = x.dtype().isFloating() ? x.dtype() : DType.FLOAT32;
                Tensor weights = Fourier.constant(BRIGHTNESS, real);
                return List.of(Ops.sum(x.cast(real).times(weights), new int[] {-1}, true)
                        .cast(x.dtype()));
            })
            .build();

    /** Red, green and blue from 0 to 1 as hue, saturation and value from 0 to 1. */
    public static final Op<NoAttributes> RGB_TO_HSV = Op.plain("rgb_to_hsv")
            .shape((in, a) -> colored(in))
            .definition((in, a) -> {
                double epsilon = in.get(0).dtype() == DType.FLOAT64 ? DOUBLE_EPSILON : FLOAT_EPSILON;
                Tensor all = Ops.where(Ops.abs(in.get(0)).less(epsilon), Ops.zerosLike(in.get(0)), in.get(0));
                Tensor r = Ops.get(all, 0, -1);
                Tensor g = Ops.get(all, 1, -1);
                Tensor b = Ops.get(all, 2, -1);
                Tensor value = Ops.maximum(Ops.maximum(r, g), b);
                Tensor range = value.minus(Ops.minimum(Ops.minimum(r, g), b));
                Tensor zero = Ops.zerosLike(value);
                Tensor one = Ops.onesLike(value);
                Tensor safe = Ops.where(value.greater(0), value, one);
                Tensor saturation = Ops.where(value.greater(0), range.div(safe), zero);
                Tensor sixth =
                        Ops.reciprocal(Ops.where(range.greater(0), range, one).times(6));
                Tensor hue = Ops.where(
                        value.equal(g),
                        sixth.times(b.minus(r)).plus(2 / 6.0),
                        sixth.times(r.minus(g)).plus(4 / 6.0));
                hue = Ops.where(value.equal(r), sixth.times(g.minus(b)), hue);
                Tensor whole = hue.less(0).cast(hue.dtype());
                hue = Ops.where(range.greater(0), hue, zero).plus(whole);
                return List.of(Ops.stack(List.of(hue, saturation, value), -1));
            })
            .build();

    /** Hue, saturation and value as red, green and blue. */
    public static final Op<NoAttributes> HSV_TO_RGB = Op.plain("hsv_to_rgb")
            .shape((in, a) -> colored(in))
            .definition((in, a) -> {
                Tensor hue = Ops.get(in.get(0), 0, -1);
                Tensor saturation = Ops.get(in.get(0), 1, -1);
                Tensor value = Ops.get(in.get(0), 2, -1);
                Tensor at = Ops.mod(hue, Ops.onesLike(hue)).times(6);
                Tensor red = Ops.clip(Ops.abs(at.minus(3)).minus(1), 0, 1);
                Tensor green = Ops.clip(Ops.abs(at.minus(2)).unaryMinus().plus(2), 0, 1);
                Tensor blue = Ops.clip(Ops.abs(at.minus(4)).unaryMinus().plus(2), 0, 1);
                Tensor white = saturation.unaryMinus().plus(1);
                return List.of(Ops.stack(
                        List.of(
                                value.times(white.plus(saturation.times(red))),
                                value.times(white.plus(saturation.times(green))),
                                value.times(white.plus(saturation.times(blue)))),
                        -1));
            })
            .build();

    private static Spec colored(List<Spec> in) {
        Spec s = Rules.floating(in);
        Shape x = requireImages(s);
        if (x.last() != 3 && x.last() != Shape.UNKNOWN) {
            throw new ShapeException("Images must have 3 channels. Received: " + x + ".");
        }
        return s;
    }

    /** Fails unless the shape is that of an image or of a batch of images. */
    static Shape requireImages(Spec s) {
        int rank = s.shape().rank();
        if (rank != 3 && rank != 4) {
            throw new ShapeException(
                    "Images must have 3 axes (height, width, channels), or 4 with the batch. Received: " + s.shape()
                            + ".");
        }
        return s.shape();
    }
}
