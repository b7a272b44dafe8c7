package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;

/** Rows of tokens as tensors, given each token's index. */
final class TokenRows {
    private TokenRows() {}

    /** Rows of indices of this length, cut off or filled up with 0 at the end. */
    static <T> Tensor indices(List<? extends List<T>> rows, int length, ToLongFunction<T> index) {
        long[] out = new long[rows.size() * length];
        for (int r = 0; r < rows.size(); r++) {
            List<T> row = rows.get(r);
            for (int i = 0; i < Math.min(length, row.size()); i++) {
                out[r * length + i] = index.applyAsLong(row.get(i));
            }
        }
        return Tensor.of(out, rows.size(), length);
    }

    /**
     * Rows with a number for each index; {@code float32}.
     *
     * @param depth how many numbers
     * @param weights with {@code "tf_idf"}, what each index counts
     */
    static <T> Tensor numbers(
            List<? extends List<T>> rows,
            OutputMode mode,
            int depth,
            float @Nullable [] weights,
            ToLongFunction<T> index) {
        boolean counts = mode == OutputMode.COUNT || mode == OutputMode.TF_IDF;
        float[] out = new float[rows.size() * depth];
        for (int r = 0; r < rows.size(); r++) {
            for (T token : rows.get(r)) {
                long i = index.applyAsLong(token);
                if (i >= 0 && i < depth) {
                    int at = (int) (r * (long) depth + i);
                    out[at] = counts ? out[at] + 1 : 1;
                }
            }
        }
        if (mode == OutputMode.TF_IDF && weights != null) {
            for (int i = 0; i < out.length; i++) {
                out[i] *= weights[i % depth];
            }
        }
        return Tensor.of(out, rows.size(), depth);
    }
}
