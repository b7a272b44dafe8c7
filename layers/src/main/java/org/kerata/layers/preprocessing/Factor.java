package org.kerata.layers.preprocessing;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;

/**
 * How much something may be changed at random: between two numbers.
 *
 * @param given one number, for as much in both directions, or two
 */
record Factor(double low, double high, List<Double> given) {
    /** Numbers from 0 to 1; a single one is the higher. */
    static final Kind<Factor> PARTS = range("one or two numbers from 0 to 1", f -> f >= 0 && f <= 1, 0);

    /** Numbers from -1 to 1; a single one goes in both directions. */
    static final Kind<Factor> SIGNED = range("one or two numbers from -1 to 1", f -> f >= -1 && f <= 1, -1);

    /** Numbers from 0 to 1, written as they were given. */
    static final Kind<Factor> GIVEN_PARTS = kind("one or two numbers from 0 to 1", f -> f >= 0 && f <= 1);

    /** Numbers that pass a test, written as they were given. */
    static Kind<Factor> kind(String expected, DoublePredicate allowed) {
        return Kind.of(
                expected, v -> parse(v, allowed, -1), f -> f.given.size() == 1 ? (Object) f.given.get(0) : f.given);
    }

    /** Numbers that pass a test, written as the two that they stand for; a single one is the higher. */
    static Kind<Factor> range(String expected, DoublePredicate allowed, double lowest) {
        return Kind.of(expected, v -> parse(v, allowed, lowest), f -> List.of(f.low, f.high));
    }

    private static @Nullable Factor parse(Object value, DoublePredicate allowed, double lowest) {
        if (value instanceof Factor f) {
            return f;
        }
        double[] n = Kind.reals().parse(value);
        if (n == null || n.length > 2 || !Arrays.stream(n).allMatch(allowed)) {
            return null;
        }
        double[] sorted = n.length == 2 ? n.clone() : new double[] {Math.max(-Math.abs(n[0]), lowest), Math.abs(n[0])};
        Arrays.sort(sorted);
        return new Factor(sorted[0], sorted[1], Arrays.stream(n).boxed().toList());
    }

    /** From 0 to a number. */
    static Factor upTo(double high) {
        return new Factor(0, high, List.of(high));
    }

    /** One number for each image, {@code (images, 1, 1, 1)}, of the images' type. */
    Tensor perImage(Supplier<Tensor> random, Tensor images) {
        long n = images.shape().dim(0);
        return draw(random, 0, n).reshape(n, 1, 1, 1).cast(images.dtype());
    }

    /** For each image whether it is changed, {@code (images, 1, 1, 1)}: with a probability drawn between the two numbers. */
    Tensor chosen(Supplier<Tensor> random, Tensor images) {
        return Ops.less(
                Ops.randomUniform(random.get(), images.shape().dim(0), 1, 1, 1).cast(images.dtype()),
                perImage(random, images));
    }

    /** Numbers from {@code from + low} to {@code from + high}, one for each image. */
    Tensor draw(Supplier<Tensor> random, double from, long images) {
        return Ops.randomUniform(random.get(), images, 1).times(high - low).plus(from + low);
    }
}
