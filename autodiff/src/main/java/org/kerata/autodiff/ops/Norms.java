package org.kerata.autodiff.ops;

import java.util.Arrays;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;

/** Norms of vectors and matrices, in ops. */
public final class Norms {
    private Norms() {}

    /** The square root of the sum of squares. */
    public static Tensor euclidean(Tensor x, int[] axes, boolean keepDims) {
        if (axes.length > 2) {
            throw tooMany(axes);
        }
        return Ops.sqrt(Ops.sum(Ops.square(x), axes, keepDims));
    }

    /** A norm by its order: of vectors over one axis, of matrices over two. */
    public static Tensor of(Tensor x, double order, int[] axes, boolean keepDims) {
        int[] over = over(x, axes);
        return over.length == 1 ? vector(x, order, over, keepDims) : matrix(x, order, over, keepDims);
    }

    /** A norm of matrices by its name. */
    public static Tensor of(Tensor x, String order, int[] axes, boolean keepDims) {
        int[] over = over(x, axes);
        if (over.length != 2 || !(order.equals("fro") || order.equals("nuc"))) {
            throw new ConfigException(
                    "norm: the order must be a number or, for matrices, \"fro\" or \"nuc\". Received: \"" + order
                            + "\" for " + over.length + " axes.");
        }
        return order.equals("fro")
                ? euclidean(x, over, keepDims)
                : again(Ops.sum(values(x, over), new int[] {-1}, false), over, keepDims);
    }

    private static Tensor vector(Tensor x, double order, int[] axis, boolean keepDims) {
        if (order == 2) {
            return euclidean(x, axis, keepDims);
        }
        Tensor size = Ops.absolute(x);
        if (order == Double.POSITIVE_INFINITY) {
            return Ops.max(size, axis, keepDims);
        }
        if (order == Double.NEGATIVE_INFINITY) {
            return Ops.min(size, axis, keepDims);
        }
        if (order == 0) {
            return Ops.sum(Ops.cast(x.notEqual(0), x.dtype()), axis, keepDims);
        }
        return order == 1
                ? Ops.sum(size, axis, keepDims)
                : Ops.sum(size.pow(order), axis, keepDims).pow(1 / order);
    }

    private static Tensor matrix(Tensor x, double order, int[] axes, boolean keepDims) {
        boolean largest = order > 0;
        double size = Math.abs(order);
        Tensor y;
        if (size == 2) {
            y = extreme(values(x, axes), largest);
        } else if (size == 1 || Double.isInfinite(size)) {
            Tensor rows = Ops.moveaxis(Ops.absolute(x), axes, new int[] {-2, -1});
            y = extreme(Ops.sum(rows, new int[] {size == 1 ? -2 : -1}, false), largest);
        } else {
            throw new ConfigException(
                    "norm: the order of matrices must be 1, 2, infinity, their negatives, \"fro\" or \"nuc\". Received: "
                            + order + ".");
        }
        return again(y, axes, keepDims);
    }

    private static Tensor extreme(Tensor x, boolean largest) {
        int[] last = {-1};
        return largest ? Ops.max(x, last, false) : Ops.min(x, last, false);
    }

    private static Tensor values(Tensor x, int[] axes) {
        return Ops.singularValues(Ops.moveaxis(x, axes, new int[] {-2, -1}));
    }

    /** With the axes that went, of length 1, if they are wanted. */
    private static Tensor again(Tensor y, int[] axes, boolean keepDims) {
        int[] sorted = axes.clone();
        Arrays.sort(sorted);
        return keepDims ? Ops.expandDims(Ops.expandDims(y, sorted[0]), sorted[1]) : y;
    }

    private static int[] over(Tensor x, int[] axes) {
        int[] given = axes.length > 0 ? axes : x.rank() == 1 ? new int[] {0} : new int[] {0, 1};
        if (given.length > 2) {
            throw tooMany(axes);
        }
        if (axes.length == 0 && (x.rank() == 0 || x.rank() > 2)) {
            throw new ShapeException(
                    "norm: of an order, it needs one axis or two. Received: shape " + x.shape() + " and no axes.");
        }
        int[] out = new int[given.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = x.shape().axis(given[i]);
        }
        if (out.length == 2 && out[0] == out[1]) {
            throw new ShapeException("norm: The two axes must differ. Received: " + Arrays.toString(axes) + ".");
        }
        return out;
    }

    private static ShapeException tooMany(int[] axes) {
        return new ShapeException(
                "norm: there is one over one axis or two. Received: axes " + Arrays.toString(axes) + ".");
    }
}
