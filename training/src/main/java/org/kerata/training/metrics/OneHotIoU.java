package org.kerata.training.metrics;

import org.kerata.layers.Option;

/** The mean intersection over union of some of the classes, of one-hot targets and scores. Keras: {@code keras.metrics.OneHotIoU}. */
public final class OneHotIoU extends ClassOverlap<OneHotIoU> {
    private final Option<int[]> targetClassIds = required("target_class_ids", classNumbers());

    OneHotIoU() {
        super("one_hot_io_u", false);
    }

    /** Named {@code "one_hot_io_u"}, of these classes out of so many; predictions are a score for each class. */
    public OneHotIoU(int numClasses, int... targetClassIds) {
        this();
        numClasses(numClasses);
        this.targetClassIds.set(targetClassIds);
        requireTargets();
    }

    @Override
    boolean sparseTargets() {
        return false;
    }

    @Override
    int[] targets() {
        return targetClassIds.get();
    }
}
