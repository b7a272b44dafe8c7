package org.kerata.layers;

import java.util.stream.IntStream;
import org.kerata.autodiff.Tensor;

/** Axes in another order. */
public final class Axes {
    private Axes() {}

    /** The tensor with one axis moved to another place; the others keep their order. */
    public static Tensor move(Tensor x, int from, int to) {
        int a = x.shape().axis(from);
        int b = x.shape().axis(to);
        if (a == b) {
            return x;
        }
        int[] others = IntStream.range(0, x.rank()).filter(i -> i != a).toArray();
        return x.transpose(IntStream.range(0, x.rank())
                .map(i -> i == b ? a : others[i < b ? i : i - 1])
                .toArray());
    }
}
