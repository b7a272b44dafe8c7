package org.kerata.autodiff.internal.compile;

import org.kerata.autodiff.Shape;
import org.kerata.autodiff.internal.kernels.onednn.Layout;

/**
 * The lengths that attention has to do with, and how the parts of one call lie in memory: some neighbouring heads of one sample, taken
 * from tensors (batch, length, heads, size) as they are, without a transposed copy.
 */
record AttentionShapes(long batch, long queries, long keys, long heads, long pairs, long width, long depth) {
    /** The weights that one call makes should stay in a core's second-level cache, with their gradient beside them. */
    private static final long WEIGHTS_PER_CALL = 64 * 1024;

    static AttentionShapes of(Shape q, Shape k, Shape v) {
        return new AttentionShapes(q.dim(0), q.dim(1), k.dim(1), q.dim(2), k.dim(2), q.dim(3), v.dim(3));
    }

    /** How many heads share a pair of key and value. */
    long repeats() {
        return heads / pairs;
    }

    /** How many heads one call computes. */
    long together() {
        long n = repeats() > 1 ? 1 : heads;
        while (n > 1 && (heads % n != 0 || n * queries * keys > WEIGHTS_PER_CALL)) {
            n--;
        }
        return n;
    }

    /** How many heads belong to one slice at least. */
    long unit() {
        return Math.max(together(), repeats());
    }

    /** Of (batch, length, of, size) the matrices (length, size) of the heads of one call. */
    Layout rows(long length, long of, long size) {
        return Layout.strided(new long[] {together(), length, size}, new long[] {size, of * size, 1});
    }

    /** The same, transposed. */
    Layout columns(long length, long of, long size) {
        return Layout.strided(new long[] {together(), size, length}, new long[] {size, 1, of * size});
    }

    /** The weights of one call. */
    Layout weights() {
        return Layout.dense(together(), queries, keys);
    }

    /** The same, transposed. */
    Layout weightsTransposed() {
        return Layout.strided(new long[] {together(), keys, queries}, new long[] {queries * keys, 1, keys});
    }

    /** The same, as rows. */
    Layout table() {
        return Layout.dense(together() * queries, keys);
    }

    /** The number of weights of one call. */
    long weightsPerCall() {
        return together() * queries * keys;
    }
}
