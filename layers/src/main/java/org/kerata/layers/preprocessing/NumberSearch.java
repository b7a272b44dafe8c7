package org.kerata.layers.preprocessing;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/** The lookup of whole numbers within a compiled program: by a search in the sorted vocabulary. All of {@code int64}. */
final class NumberSearch {
    private NumberSearch() {}

    /**
     * The indices of numbers, in their shape.
     *
     * @param tokens the vocabulary
     * @param start the index of its first entry
     * @param unknown the first index of unknown numbers
     * @param buckets how many indices unknown numbers share, by the remainder
     * @param mask the number that stands for nothing; null if none does
     * @param masked the index of that
     */
    static Tensor indices(
            Tensor x, List<Long> tokens, int start, int unknown, int buckets, @Nullable Long mask, long masked) {
        Tensor n = x.cast(DType.INT64);
        Tensor out = Ops.mod(n, number(buckets)).plus(number(unknown));
        if (!tokens.isEmpty()) {
            int[] order = IntStream.range(0, tokens.size())
                    .boxed()
                    .sorted(Comparator.comparing(tokens::get))
                    .mapToInt(i -> i)
                    .toArray();
            Tensor sorted = Tensor.of(IntStream.of(order).mapToLong(tokens::get).toArray());
            Tensor ids = Tensor.of(IntStream.of(order).mapToLong(i -> i + start).toArray());
            Tensor place = Ops.minimum(Ops.searchsorted(sorted, n).cast(DType.INT64), number(tokens.size() - 1L));
            Tensor found = Ops.equal(Ops.take(sorted, place, 0), n);
            out = Ops.where(found, Ops.take(ids, place, 0), out);
        }
        return mask == null ? out : Ops.where(Ops.equal(n, number(mask)), number(masked), out);
    }

    private static Tensor number(long n) {
        return Tensor.of(new long[] {n}).reshape();
    }
}
