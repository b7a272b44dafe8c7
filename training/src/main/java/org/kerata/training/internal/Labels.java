package org.kerata.training.internal;

import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;

/** Targets that are class numbers. */
public final class Labels {
    private Labels() {}

    /**
     * Class numbers as integers, in the shape of the predictions without the classes.
     *
     * @param what the loss or metric, for messages
     * @param y targets, with or without an axis of length 1 in the place of the classes
     * @param p predictions
     * @param axis the axis of the classes
     */
    public static Tensor of(String what, Tensor y, Tensor p, int axis) {
        int at = axis(what, p, axis);
        Tensor t = y instanceof Variable v ? v.read() : y;
        if (t.rank() == p.rank() && t.shape().dim(at) == 1) {
            t = Ops.squeeze(t, at);
        }
        Shape expected = p.shape().without(at);
        if (!t.shape().matches(expected)) {
            boolean oneHot = t.shape().matches(p.shape());
            throw new ShapeException(what + ": targets must be class numbers of shape " + expected
                    + ", for predictions " + p.shape()
                    + ". Received: targets " + y.shape() + "."
                    + (oneHot ? " One-hot targets go with categorical_crossentropy and categorical_accuracy." : ""));
        }
        return t.dtype().isInteger() ? t : t.cast(DType.INT32);
    }

    /**
     * An axis of the predictions, counted from the front.
     *
     * @throws ConfigException if there is none such; the message begins with {@code what}
     */
    public static int axis(String what, Tensor p, int axis) {
        if (axis < -p.rank() || axis >= p.rank()) {
            throw new ConfigException(
                    what + ": axis must be one of the predictions' " + p.rank() + " axes. Received: " + axis + ".");
        }
        return p.shape().axis(axis);
    }
}
