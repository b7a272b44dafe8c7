package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Shaping;

/** The same elements under other shapes. */
public abstract class ShapeOps extends SortOps {
    /** Not made: its methods are static. */
    protected ShapeOps() {}

    /** The same elements under another shape; one axis may be -1. */
    public static Tensor reshape(Tensor x, long... shape) {
        return Shaping.RESHAPE.apply(new Shaping.Target(Shape.of(shape)), x);
    }

    /** Axes of length 1 stretched, and axes added in front. */
    public static Tensor broadcastTo(Tensor x, Shape shape) {
        return Shaping.BROADCAST_TO.apply(new Shaping.Target(shape), x);
    }

    /** The axes in another order; none given means reversed. */
    public static Tensor transpose(Tensor x, int... axes) {
        return Shaping.TRANSPOSE.apply(Shaping.order(x.shape(), axes), x);
    }

    /** A further axis of length 1 at this place of the result; -1 is the last. */
    public static Tensor expandDims(Tensor x, int axis) {
        return Shaping.EXPAND_DIMS.apply(new Shaping.NewAxis(axis < 0 ? axis + x.rank() + 1 : axis), x);
    }

    /** Without these axes, which must have length 1; none given means all such. */
    public static Tensor squeeze(Tensor x, int... axes) {
        return Shaping.SQUEEZE.apply(Shaping.ones(x.shape(), axes), x);
    }

    /** All but the first axis as one: {@code (n, …)} becomes {@code (n, features)}. */
    public static Tensor flatten(Tensor x) {
        return x.rank() == 1 ? expandDims(x, 1) : Shaping.FLATTEN.apply(new Shaping.Range(1, x.rank()), x);
    }

    /** All elements in a row. */
    public static Tensor ravel(Tensor x) {
        return Shaping.FLATTEN.apply(new Shaping.Range(0, x.rank()), x);
    }

    /** An axis moved to another place; the others keep their order. */
    public static Tensor moveaxis(Tensor x, int from, int to) {
        return moveaxis(x, new int[] {from}, new int[] {to});
    }

    /** Axes moved to other places; the others keep their order. */
    public static Tensor moveaxis(Tensor x, int[] from, int[] to) {
        return Shaping.TRANSPOSE.apply(Shaping.moved(x.shape(), from, to), x);
    }

    /** The same values; tensors never change, so nothing is copied. */
    public static Tensor copy(Tensor x) {
        return identity(x);
    }

    /** The bits of the elements read as another type of the same width. Gradients stop here. */
    public static Tensor view(Tensor x, DType as) {
        return x.dtype() == as ? x : Shaping.BITS.apply(new Shaping.As(as), x);
    }

    /** The axes a and b in each other's place. */
    public static Tensor swapaxes(Tensor x, int a, int b) {
        int[] order = new int[x.rank()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        order[x.shape().axis(a)] = x.shape().axis(b);
        order[x.shape().axis(b)] = x.shape().axis(a);
        return transpose(x, order);
    }
}
