package org.kerata.layers.attention;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;

/**
 * Which axes of projected tensors {@code (batch, …, heads, size)} are looked along. With several, or where others lie beside them,
 * tensors are rearranged: what is looked along becomes one axis, and the others go into the batch.
 */
final class AttentionAxes {
    private final int rank;
    private final int[] along;
    private final int[] beside;

    AttentionAxes(Shape projected, int[] axes) {
        this.rank = projected.rank();
        this.along = axes;
        this.beside = IntStream.range(1, rank - 2)
                .filter(i -> Arrays.stream(axes).noneMatch(a -> a == i))
                .toArray();
    }

    /** Whether tensors are as attention wants them. */
    boolean isPlain() {
        return rank == 4;
    }

    /** How many axes are looked along. */
    int count() {
        return along.length;
    }

    /** From (batch, …, heads, size) to (batch · beside, along, heads, size). */
    Tensor flat(Tensor t) {
        if (isPlain()) {
            return t;
        }
        Shape s = t.shape();
        return Ops.reshape(
                Ops.transpose(t, order()),
                s.dim(0) * product(s, beside),
                product(s, along),
                s.dim(rank - 2),
                s.dim(rank - 1));
    }

    /** Back to the axes of a projected query, with a size of its own. */
    Tensor unflat(Tensor t, Shape query) {
        if (isPlain()) {
            return t;
        }
        int[] order = order();
        long[] dims = new long[rank];
        int[] back = new int[rank];
        for (int i = 0; i < rank; i++) {
            dims[i] = i == rank - 1 ? t.shape().last() : query.dim(order[i]);
            back[order[i]] = i;
        }
        return Ops.transpose(Ops.reshape(t, dims), back);
    }

    private int[] order() {
        int[] out = new int[rank];
        int at = 1;
        for (int b : beside) {
            out[at++] = b;
        }
        for (int a : along) {
            out[at++] = a;
        }
        out[rank - 2] = rank - 2;
        out[rank - 1] = rank - 1;
        return out;
    }

    private static long product(Shape s, int[] axes) {
        return Arrays.stream(axes).mapToLong(s::dim).reduce(1, (a, b) -> a * b);
    }

    /** The shape of the weights: (batch, beside, heads, along of the query, along of the key). */
    Shape scores(Shape query, Shape key, long heads) {
        Shape out = Shape.of(query.dim(0));
        for (int b : beside) {
            out = out.append(query.dim(b));
        }
        out = out.append(heads);
        for (int a : along) {
            out = out.append(query.dim(a));
        }
        for (int a : along) {
            out = out.append(key.dim(a));
        }
        return out;
    }
}
