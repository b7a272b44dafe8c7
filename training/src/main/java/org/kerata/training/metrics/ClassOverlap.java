package org.kerata.training.metrics;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Intersection over union of classes whose number is given.
 *
 * @param <M> the metric's own type
 */
abstract sealed class ClassOverlap<M extends ClassOverlap<M>> extends Overlap<M>
        permits IoU, MeanIoU, OneHotIoU, OneHotMeanIoU {
    private final Option<Integer> numClasses = required("num_classes", Kind.positiveInteger());
    private final Option<Integer> ignoreClass = optional("ignore_class", INT);
    private final Option<Boolean> sparseYPred;
    private final Option<Integer> axis = option("axis", INT, -1);

    ClassOverlap(String name, boolean sparse) {
        super(name);
        sparseYPred = option("sparse_y_pred", BOOL, sparse);
    }

    final void numClasses(int n) {
        numClasses.set(n);
    }

    /** A target whose samples are left out; none by default. */
    public final M ignoreClass(int ignoreClass) {
        return with(this.ignoreClass, ignoreClass);
    }

    /** Whether predictions are class numbers, not a score for each class. */
    public final M sparseYPred(boolean sparseYPred) {
        return with(this.sparseYPred, sparseYPred);
    }

    /** The axis of the classes, where there is one; the last by default. */
    public final M axis(int axis) {
        return with(this.axis, axis);
    }

    /** Whether targets are class numbers, not one-hot vectors. */
    abstract boolean sparseTargets();

    @Override
    final int classes() {
        return numClasses.get();
    }

    @Override
    @Nullable
    final Integer ignored() {
        return ignoreClass.orNull();
    }

    /** All class numbers. */
    final int[] all() {
        return java.util.stream.IntStream.range(0, classes()).toArray();
    }

    @Override
    final Tensor ofTargets(Tensor y) {
        return sparseTargets() ? y : y.argMax(axis.get());
    }

    @Override
    final Tensor ofPredictions(Tensor p) {
        return sparseYPred.get() ? p : p.argMax(axis.get());
    }
}
