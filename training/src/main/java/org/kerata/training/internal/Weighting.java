package org.kerata.training.internal;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;

/** Sample weights and masks as factors of per-sample values. */
public final class Weighting {
    private Weighting() {}

    /**
     * A weight for each value: the product of sample weights and mask, either of which may be missing.
     *
     * @param what the loss or metric, for messages
     * @param values the values, {@code (batch, …)}
     * @param weight the weights, for each sample or for each of the values' leading axes
     * @param mask true where valid, for the values' leading axes
     * @param fillUp whether what the mask leaves is scaled up so that a mean over all values is a mean over the valid ones
     * @return weights that may be multiplied with the values; null if there are none
     */
    public static @Nullable Tensor of(
            String what, Tensor values, @Nullable Tensor weight, @Nullable Tensor mask, boolean fillUp) {
        Tensor w = weight == null ? null : along(what, "sample weights", Ops.cast(weight, values.dtype()), values);
        if (mask == null) {
            return w;
        }
        Tensor valid = Ops.cast(mask, values.dtype());
        if (fillUp) {
            valid = valid.times(Ops.divideNoNan(Tensor.scalar((double) mask.size(), values.dtype()), valid.sum()));
        }
        Tensor m = along(what, "the mask", valid, values);
        return w == null ? m : w.times(m);
    }

    /** Axes of length 1 at the end, so that the leading axes stand over those of the values. */
    private static Tensor along(String what, String name, Tensor w, Tensor values) {
        Tensor t = w;
        while (t.rank() > values.rank() && t.shape().last() == 1) {
            t = Ops.squeeze(t, -1);
        }
        Shape s = t.shape();
        boolean fits = s.rank() <= values.rank();
        for (int i = 0; fits && i < s.rank(); i++) {
            fits = s.dim(i) == values.shape().dim(i) || (i > 0 && s.dim(i) == 1) || s.dim(i) == Shape.UNKNOWN;
        }
        if (!fits) {
            throw new ShapeException(what + ": " + name + " must have the shape of the values " + values.shape()
                    + " or of its leading axes. Received: " + w.shape() + ".");
        }
        while (t.rank() < values.rank()) {
            t = Ops.expandDims(t, -1);
        }
        return t;
    }

    /** Weights for a metric, in the full shape of its values; ones where nothing is given. */
    public static Tensor full(String what, Tensor values, @Nullable Tensor weight, @Nullable Tensor mask) {
        DType real = values.dtype().isFloating() ? values.dtype() : DType.FLOAT32;
        Tensor w = of(what, Ops.cast(values, real), weight, mask, false);
        return w == null ? Ops.full(values.shape(), 1, real) : Ops.broadcastTo(w, values.shape());
    }
}
