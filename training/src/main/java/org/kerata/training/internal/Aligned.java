package org.kerata.training.internal;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;

/**
 * Targets and predictions brought to one rank, as Keras does it: where the ranks differ by one and the longer shape ends in 1, that axis
 * is dropped, or added to the other one if that is a vector.
 */
public record Aligned(Tensor y, Tensor p) {

    /** Brings both to one rank if they differ by an axis of length 1 at the end; else they stay as they are. */
    public static Aligned of(Tensor y, Tensor p) {
        if (y.rank() == p.rank() + 1 && y.shape().last() == 1) {
            return p.rank() == 1 ? new Aligned(y, Ops.expandDims(p, -1)) : new Aligned(Ops.squeeze(y, -1), p);
        }
        if (p.rank() == y.rank() + 1 && p.shape().last() == 1) {
            return y.rank() == 1 ? new Aligned(Ops.expandDims(y, -1), p) : new Aligned(y, Ops.squeeze(p, -1));
        }
        return new Aligned(y, p);
    }

    /**
     * As {@link #of}, and the shapes must then be equal: what would have to be broadcast is a mistake in the data.
     *
     * @throws ShapeException if they are not; the message begins with {@code what}
     */
    public static Aligned exactly(String what, Tensor y, Tensor p) {
        Aligned a = of(y, p);
        if (!a.y.shape().matches(a.p.shape())) {
            throw new ShapeException(what + ": targets must have the shape of the predictions " + p.shape()
                    + ". Received: targets " + y.shape() + "." + advice(a));
        }
        return a;
    }

    private static String advice(Aligned a) {
        boolean labels = a.p.rank() >= 2
                && (a.y.rank() == a.p.rank() - 1
                        || (a.y.rank() == a.p.rank() && a.y.shape().last() == 1))
                && a.p.shape().last() > 1;
        return labels
                ? " If the targets are class numbers, use sparse_categorical_crossentropy or make them one-hot; if not, check the last layer's units."
                : "";
    }
}
