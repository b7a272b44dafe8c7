package org.kerata.training.metrics;

import org.kerata.layers.Option;

/** The mean intersection over union of some of the classes. Keras: {@code keras.metrics.IoU}. */
public final class IoU extends ClassOverlap<IoU> {
    private final Option<int[]> targetClassIds = required("target_class_ids", classNumbers());
    private final Option<Boolean> sparseYTrue = option("sparse_y_true", BOOL, true);

    IoU() {
        super("io_u", true);
    }

    /** Named {@code "io_u"}, of these classes out of so many; targets and predictions are class numbers. */
    public IoU(int numClasses, int... targetClassIds) {
        this();
        numClasses(numClasses);
        this.targetClassIds.set(targetClassIds);
        requireTargets();
    }

    /** Whether targets are class numbers, not one-hot vectors; true by default. */
    public IoU sparseYTrue(boolean sparseYTrue) {
        return with(this.sparseYTrue, sparseYTrue);
    }

    @Override
    boolean sparseTargets() {
        return sparseYTrue.get();
    }

    @Override
    int[] targets() {
        return targetClassIds.get();
    }
}
