package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Shaping;

/** Constants. */
public abstract class ConstantOps extends LookupOps {
    /** Not made: its methods are static. */
    protected ConstantOps() {}

    /** The integers 0 to {@code n - 1}, as {@code int32}. */
    public static Tensor arange(int n) {
        int[] v = new int[n];
        for (int i = 0; i < n; i++) {
            v[i] = i;
        }
        return Tensor.of(v);
    }

    /** Ones on the main diagonal of an n × m matrix, zeros elsewhere. */
    public static Tensor eye(int n, int m) {
        return oneHot(arange(n), m, -1, DType.FLOAT32);
    }

    /** A tensor full of one number. */
    public static Tensor full(Shape shape, double value, DType dtype) {
        return broadcastTo(Tensor.scalar(value, dtype), shape);
    }

    /** Zeros of this shape. */
    public static Tensor zeros(long... shape) {
        return full(Shape.of(shape), 0, DType.FLOAT32);
    }

    /** Ones of this shape. */
    public static Tensor ones(long... shape) {
        return full(Shape.of(shape), 1, DType.FLOAT32);
    }

    /** Zeros like x. */
    public static Tensor zerosLike(Tensor x) {
        return fullLike(x, 0);
    }

    /** Ones like x. */
    public static Tensor onesLike(Tensor x) {
        return fullLike(x, 1);
    }

    /** A tensor like x, full of one number. */
    public static Tensor fullLike(Tensor x, double value) {
        return x.shape().isKnown()
                ? full(x.shape(), value, x.dtype())
                : Shaping.FULL_LIKE.apply(new Shaping.Fill(value), x);
    }
}
