package org.kerata.autodiff.catalogue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.RowNormalizations;
import org.kerata.autodiff.ops.RowNormalizations.RowNorm;

/** Normalises over any axes: the last ones as rows, which have fast kernels; others by their definition. */
final class RowNormalizer {
    private final Tensor x;
    private final int[] axes;
    private final boolean rows;

    private RowNormalizer(Tensor x, int[] axes) {
        this.x = x;
        this.axes = axes;
        boolean last = true;
        for (int i = 0; i < axes.length; i++) {
            last &= axes[i] == x.rank() - axes.length + i;
        }
        long unknown =
                Arrays.stream(x.shape().dims()).filter(d -> d == Shape.UNKNOWN).count();
        this.rows = last && (axes.length == 1 || unknown <= 1);
    }

    static RowNormalizer of(Tensor x, int[] axes) {
        if (axes.length == 0) {
            throw new ShapeException("Normalisation needs an axis. Received none.");
        }
        int[] sorted = Arrays.stream(axes).map(a -> x.shape().axis(a)).sorted().toArray();
        if (Arrays.stream(sorted).distinct().count() != sorted.length) {
            throw new ShapeException("Normalisation: the axes must differ. Received: " + Arrays.toString(axes) + ".");
        }
        return new RowNormalizer(x, sorted);
    }

    Tensor layerNorm(@Nullable Tensor gamma, @Nullable Tensor beta, double epsilon) {
        if (rows) {
            Tensor y = RowNormalizations.LAYER_NORM.apply(
                    new RowNorm(epsilon), table(), vector(gamma, 1), vector(beta, 0));
            return Ops.reshape(y, x.shape().dims());
        }
        Tensor centred = x.minus(Ops.mean(x, axes, true));
        Tensor factor = Ops.rsqrt(Ops.mean(Ops.square(centred), axes, true).plus(epsilon));
        Tensor y = scaled(centred.times(factor), gamma);
        return beta == null ? y : y.plus(beside(beta));
    }

    Tensor rmsNorm(@Nullable Tensor scale, double epsilon) {
        if (rows) {
            Tensor y = RowNormalizations.RMS_NORM.apply(new RowNorm(epsilon), table(), vector(scale, 1));
            return Ops.reshape(y, x.shape().dims());
        }
        return scaled(x.times(Ops.rsqrt(Ops.mean(Ops.square(x), axes, true).plus(epsilon))), scale);
    }

    private Tensor scaled(Tensor y, @Nullable Tensor factor) {
        return factor == null ? y : y.times(beside(factor));
    }

    /** x with the axes joined into one. */
    private Tensor table() {
        if (axes.length == 1) {
            return x;
        }
        int kept = x.rank() - axes.length;
        return Ops.reshape(x, x.shape().slice(0, kept).append(length()).dims());
    }

    private long length() {
        return x.shape().product(x.rank() - axes.length, x.rank());
    }

    private Tensor vector(@Nullable Tensor v, double otherwise) {
        if (v == null) {
            return Ops.full(Shape.of(length()), otherwise, x.dtype());
        }
        return v.rank() == 1 ? v : Ops.ravel(v);
    }

    /** With axes of length 1 where x has others. */
    private Tensor beside(Tensor v) {
        long[] dims = new long[x.rank()];
        Arrays.fill(dims, 1);
        for (int i = 0; i < axes.length; i++) {
            dims[axes[i]] = v.shape().dim(i);
        }
        return Ops.reshape(v, dims);
    }
}
