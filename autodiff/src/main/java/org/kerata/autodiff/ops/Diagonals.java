package org.kerata.autodiff.ops;

import java.util.List;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;

/** Diagonals of matrices, and matrices from diagonals. */
public final class Diagonals {
    private Diagonals() {}

    /** Which diagonal: 0 is the main one, positive ones lie above it. */
    public record Which(int offset) {}

    /** A diagonal of the last two axes: {@code (…, n, m)} becomes {@code (…, length)}. */
    public static final Op<Which> DIAGONAL = Op.<Which>named("diagonal")
            .shape((in, a) -> {
                Shape s = in.get(0).shape();
                if (s.rank() < 2) {
                    throw new ShapeException("The input must have at least 2 axes. Received: " + s + ".");
                }
                return in.get(0).with(s.slice(0, s.rank() - 2).append(length(s, a.offset)));
            })
            .definition((in, a) -> {
                Tensor x = in.get(0);
                Shape s = x.shape();
                Shape batch = s.slice(0, s.rank() - 2);
                long n = length(s, a.offset);
                long step = s.last() + 1;
                long from = a.offset >= 0 ? a.offset : -a.offset * s.last();
                // In row-major order, the elements of a diagonal are a row and one element apart.
                Tensor flat = Ops.reshape(x, batch.append(s.dim(-2) * s.last()).dims());
                Slice every = n == 0 ? Slice.of(0, 0) : new Slice(from, from + (n - 1) * step + 1, step);
                return List.of(Structure.SLICE.apply(Structure.Slices.of(flat.rank(), flat.rank() - 1, every), flat));
            })
            .build();

    /** Square matrices with the last axis on a diagonal, and zeros elsewhere: {@code (…, n)} becomes {@code (…, m, m)}. */
    public static final Op<Which> DIAGONAL_MATRIX = Op.<Which>named("diagonal_matrix")
            .shape((in, a) -> {
                Shape s = in.get(0).shape();
                long n = s.last() == Shape.UNKNOWN ? Shape.UNKNOWN : s.last() + Math.abs(a.offset);
                return in.get(0).with(s.slice(0, s.rank() - 1).append(n, n));
            })
            .definition((in, a) -> {
                Tensor x = in.get(0);
                int far = Math.abs(a.offset);
                int[][] widths = new int[x.rank()][2];
                widths[x.rank() - 1][1] = far;
                Tensor wide = far == 0 ? x : Ops.pad(x, widths, 0);
                // Above the diagonal the elements belong to rows, below it to columns.
                Tensor lines = Ops.expandDims(wide, a.offset >= 0 ? -1 : -2);
                int n = wide.shape().intDim(-1);
                Tensor row = Ops.expandDims(Ops.arange(n), 1);
                Tensor on = Ops.arange(n).equal(row.plus(a.offset));
                return List.of(Ops.where(on, lines, Ops.cast(Tensor.scalar(0), x.dtype())));
            })
            .build();

    private static long length(Shape s, int offset) {
        long n = s.dim(-2);
        long m = s.last();
        if (n == Shape.UNKNOWN || m == Shape.UNKNOWN) {
            return Shape.UNKNOWN;
        }
        return Math.max(0, offset >= 0 ? Math.min(n, m - offset) : Math.min(n + offset, m));
    }
}
