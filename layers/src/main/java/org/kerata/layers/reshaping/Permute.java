package org.kerata.layers.reshaping;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Each sample's axes in another order.
 *
 * <p>Input {@code (batch, …)}; axis i of the output is axis {@code dims[i]} of the input, counted from 1. Keras: {@code
 * keras.layers.Permute}.
 */
public final class Permute extends FluentLayer<Permute> {
    private final Option<int[]> dims =
            required("dims", Kind.integers("each of the numbers from 1 on once", Permute::isPermutation));

    Permute() {}

    /** The axes in their new order, counted from 1. */
    public Permute(int... dims) {
        this.dims.set(dims);
        inputSpec(InputSpec.rank(dims.length + 1));
    }

    private static boolean isPermutation(int[] dims) {
        int[] sorted = dims.clone();
        Arrays.sort(sorted);
        return Arrays.equals(sorted, IntStream.rangeClosed(1, dims.length).toArray());
    }

    @Override
    protected void build(Shape input) {
        inputSpec(InputSpec.rank(dims.get().length + 1));
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        int[] order = new int[x.rank()];
        System.arraycopy(dims.get(), 0, order, 1, order.length - 1);
        return x.transpose(order);
    }
}
