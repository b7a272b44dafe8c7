package org.kerata.layers.preprocessing;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.SeedGenerator;

/**
 * How much something may be changed at random: between two numbers.
 *
 * @param given one number, for as much in both directions, or two
 */
record Factor(double low, double high, List<Double> given) {
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

    /** Numbers from {@code from + low} to {@code from + high}, one for each image. */
    Tensor draw(SeedGenerator random, double from, long images) {
        return Ops.randomUniform(random.next(), images, 1).times(high - low).plus(from + low);
    }
}
