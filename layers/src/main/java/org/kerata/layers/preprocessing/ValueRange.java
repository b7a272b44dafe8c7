package org.kerata.layers.preprocessing;

import java.util.Arrays;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;

/** Between what numbers pixels lie. */
final class ValueRange {
    /** Two numbers; whole ones are written as such. */
    static final Kind<double[]> KIND = Kind.of(
            "two numbers, the lower first",
            v -> {
                double[] r = Kind.reals().parse(v);
                return r != null && r.length == 2 && r[0] < r[1] ? r : null;
            },
            r -> Arrays.stream(r).boxed().toList());

    /** What bytes hold. */
    static final double[] BYTES = {0, 255};

    /** Parts of a whole. */
    static final double[] PARTS = {0, 1};

    private ValueRange() {}

    /** Numbers of one range stretched to another. */
    static Tensor moved(Tensor x, double[] from, double[] to) {
        return Arrays.equals(from, to)
                ? x
                : x.minus(from[0]).div(from[1] - from[0]).times(to[1] - to[0]).plus(to[0]);
    }
}
