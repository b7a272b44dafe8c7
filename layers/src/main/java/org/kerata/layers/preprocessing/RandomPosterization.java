package org.kerata.layers.preprocessing;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * In training, leaves of the eight bits of each pixel some, as many for all of an image; else passes images on.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Keras: {@code keras.layers.RandomPosterization}.
 */
public final class RandomPosterization extends BaseRangedImages<RandomPosterization> {
    private static final int BITS = 8;

    private final Option<int[]> factor = required(
            "factor",
            Kind.of("one or two whole numbers from 1 to 8", RandomPosterization::parse, f -> List.of(f[0], f[1])));

    RandomPosterization() {}

    /** Between one bit and fewer than this; with 1, one. */
    public RandomPosterization(int factor) {
        this.factor.set(factor);
    }

    /** Between the first number of bits and fewer than the second; as many as that if both are the same. */
    public RandomPosterization(int low, int high) {
        this.factor.set(List.of(low, high));
    }

    private static int @Nullable [] parse(Object value) {
        double[] n = Kind.reals().parse(value);
        if (n == null || n.length > 2 || !Arrays.stream(n).allMatch(f -> f == Math.rint(f) && f >= 1 && f <= BITS)) {
            return null;
        }
        int[] whole = Arrays.stream(n.length == 1 ? new double[] {1, n[0]} : n)
                .mapToInt(f -> (int) f)
                .sorted()
                .toArray();
        return whole;
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        int low = factor.get()[0];
        int high = factor.get()[1];
        Shape each = Shape.of(images.shape().dim(0), 1, 1, 1);
        Tensor kept = low == high
                ? Ops.full(each, low, images.dtype())
                : Ops.randomInt(random.get(), low, high, each.dims()).cast(images.dtype());
        Tensor step =
                Ops.power(Tensor.scalar(2, images.dtype()), kept.unaryMinus().plus(BITS));
        Tensor bytes = Ops.clip(ValueRange.moved(images, range(), ValueRange.BYTES), 0, 255);
        return ValueRange.moved(Ops.floor(bytes.div(step)).times(step), ValueRange.BYTES, range());
    }
}
