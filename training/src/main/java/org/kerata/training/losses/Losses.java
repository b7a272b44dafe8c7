package org.kerata.training.losses;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.ops.Activations;
import org.kerata.autodiff.ops.Elementwise;
import org.kerata.layers.Names;
import org.kerata.training.internal.Aligned;
import org.kerata.training.internal.Labels;

/**
 * The losses as plain functions, under Keras's names: from targets and predictions one value for each sample. And the table of their
 * classes.
 *
 * <p>Targets must have the shape of the predictions, apart from an axis of length 1 at the end of either; nothing is broadcast.
 */
public final class Losses {
    private static final double EPSILON = 1e-7;

    /** Keras's names and short forms; users add their own. */
    public static final Names<Loss> NAMES = new Names<Loss>("loss", "keras.losses")
            .add("BinaryCrossentropy", BinaryCrossentropy::new)
            .add("CategoricalCrossentropy", CategoricalCrossentropy::new)
            .add("Huber", Huber::new)
            .add("MeanAbsoluteError", MeanAbsoluteError::new)
            .add("MeanSquaredError", MeanSquaredError::new)
            .add("SparseCategoricalCrossentropy", SparseCategoricalCrossentropy::new)
            .alias("bce", "BinaryCrossentropy")
            .alias("BCE", "BinaryCrossentropy")
            .alias("mae", "MeanAbsoluteError")
            .alias("MAE", "MeanAbsoluteError")
            .alias("mse", "MeanSquaredError")
            .alias("MSE", "MeanSquaredError");

    private Losses() {}

    /** The mean of {@code (y - p)²} over the last axis. */
    public static Tensor meanSquaredError(Tensor y, Tensor p) {
        Aligned a = pair("mean_squared_error", y, p);
        return Ops.square(a.y().minus(a.p())).mean(-1);
    }

    /** The mean of {@code |y - p|} over the last axis. */
    public static Tensor meanAbsoluteError(Tensor y, Tensor p) {
        Aligned a = pair("mean_absolute_error", y, p);
        return Ops.abs(a.y().minus(a.p())).mean(-1);
    }

    /** {@link #huber(Tensor, Tensor, double)} with delta 1. */
    public static Tensor huber(Tensor y, Tensor p) {
        return huber(y, p, 1);
    }

    /** Half the squared error up to {@code delta} and linear beyond, the mean over the last axis. */
    public static Tensor huber(Tensor y, Tensor p, double delta) {
        Aligned a = pair("huber", y, p);
        Tensor error = a.p().minus(a.y());
        Tensor size = Ops.abs(error);
        Tensor near = Ops.square(error).times(0.5);
        Tensor far = size.times(delta).minus(0.5 * delta * delta);
        return Ops.where(size.lessEqual(delta), near, far).mean(-1);
    }

    /** The cross-entropy of targets and probabilities, the mean over the last axis. */
    public static Tensor binaryCrossentropy(Tensor y, Tensor p) {
        return binaryCrossentropy(y, p, false, 0, -1);
    }

    /** The cross-entropy of targets and probabilities or logits, the mean over an axis. */
    public static Tensor binaryCrossentropy(Tensor y, Tensor p, boolean fromLogits, double labelSmoothing, int axis) {
        Aligned a = pair("binary_crossentropy", y, p);
        Tensor target = a.y();
        if (labelSmoothing != 0) {
            target = target.times(1 - labelSmoothing).plus(0.5 * labelSmoothing);
        }
        int mean = Labels.axis("binary_crossentropy", a.p(), axis);
        return binaryValues(target, a.p(), fromLogits).mean(mean);
    }

    private static Tensor binaryValues(Tensor y, Tensor p, boolean fromLogits) {
        Tensor logits = behind(Elementwise.SIGMOID, p);
        if (logits != null || fromLogits) {
            return Ops.sigmoidCrossEntropy(y, logits != null ? logits : p);
        }
        Tensor q = Ops.clip(p, EPSILON, 1 - EPSILON);
        Tensor yes = y.times(Ops.log(q));
        Tensor no = y.unaryMinus().plus(1).times(Ops.log(q.unaryMinus().plus(1)));
        return yes.plus(no).unaryMinus();
    }

    /** The cross-entropy of distributions over the last axis. */
    public static Tensor categoricalCrossentropy(Tensor y, Tensor p) {
        return categoricalCrossentropy(y, p, false, 0, -1);
    }

    /** The cross-entropy of distributions over an axis, from probabilities or logits. */
    public static Tensor categoricalCrossentropy(
            Tensor y, Tensor p, boolean fromLogits, double labelSmoothing, int axis) {
        String what = "categorical_crossentropy";
        Aligned a = pair(what, y, p);
        int at = Labels.axis(what, a.p(), axis);
        if (a.p().shape().dim(at) == 1) {
            throw new ShapeException(
                    what + ": predictions must have at least 2 classes, or the loss is always 0. Received: shape "
                            + a.p().shape() + ". For one probability for each sample use binary_crossentropy.");
        }
        Tensor target = a.y();
        if (labelSmoothing != 0) {
            target = target.times(1 - labelSmoothing)
                    .plus(labelSmoothing / a.p().shape().dim(-1));
        }
        Tensor logits = behindSoftmax(a.p(), at);
        if (logits != null || fromLogits) {
            return Ops.softmaxCrossEntropy(last(target, at), last(logits != null ? logits : a.p(), at));
        }
        Tensor q = a.p().div(Ops.sum(a.p(), new int[] {at}, true));
        return target.times(Ops.log(Ops.clip(q, EPSILON, 1 - EPSILON))).sum(at).unaryMinus();
    }

    /** The cross-entropy of class numbers and distributions over the last axis. */
    public static Tensor sparseCategoricalCrossentropy(Tensor y, Tensor p) {
        return sparseCategoricalCrossentropy(y, p, false, null, -1);
    }

    /** The cross-entropy of class numbers and distributions over an axis, from probabilities or logits; 0 where a label is ignored. */
    public static Tensor sparseCategoricalCrossentropy(
            Tensor y, Tensor p, boolean fromLogits, @Nullable Integer ignoreClass, int axis) {
        Tensor q = real(p, p);
        Tensor labels = Labels.of("sparse_categorical_crossentropy", y, q, axis);
        int at = q.shape().axis(axis);
        Tensor behind = behindSoftmax(q, at);
        Tensor logits = last(behind != null ? behind : q, at);
        if (behind == null && !fromLogits) {
            logits = Ops.log(Ops.clip(logits, EPSILON, 1 - EPSILON));
        }
        if (ignoreClass == null) {
            return sparse(labels, logits);
        }
        Tensor valid = labels.notEqual(ignoreClass);
        Tensor values = sparse(Ops.where(valid, labels, Ops.zerosLike(labels)), logits);
        return Ops.where(valid, values, Ops.zerosLike(values));
    }

    private static Tensor sparse(Tensor labels, Tensor logits) {
        return Ops.sparseSoftmaxCrossEntropy(labels, logits);
    }

    private static Aligned pair(String what, Tensor y, Tensor p) {
        return Aligned.exactly(what, real(y, p), real(p, p));
    }

    /** As a floating-point tensor, of the type of the predictions if that is one. */
    private static Tensor real(Tensor t, Tensor p) {
        Tensor x = t instanceof Variable v ? v.read() : t;
        return x.cast(p.dtype().isFloating() ? p.dtype() : DType.FLOAT32);
    }

    /** What a softmax over this axis was applied to; null if the tensor does not come straight from one. */
    private static @Nullable Tensor behindSoftmax(Tensor p, int axis) {
        return p.node() instanceof OpNode n && n.attributes() instanceof Activations.AlongAxis a && a.axis() == axis
                ? behind(Activations.SOFTMAX, p)
                : null;
    }

    private static @Nullable Tensor behind(Op<?> op, Tensor p) {
        return p.node() instanceof OpNode n && n.op() == op ? n.inputs().get(0) : null;
    }

    /** The tensor with this axis moved to the end. */
    private static Tensor last(Tensor t, int axis) {
        if (axis == t.rank() - 1) {
            return t;
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < t.rank(); i++) {
            if (i != axis) {
                order.add(i);
            }
        }
        order.add(axis);
        return Ops.transpose(t, order.stream().mapToInt(Integer::intValue).toArray());
    }
}
