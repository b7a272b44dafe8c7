package org.kerata.training.metrics;

import org.kerata.layers.Option;

/** The mean intersection over union of all classes. Keras: {@code keras.metrics.MeanIoU}. */
public final class MeanIoU extends ClassOverlap<MeanIoU> {
    private final Option<Boolean> sparseYTrue = option("sparse_y_true", BOOL, true);

    MeanIoU() {
        super("mean_io_u", true);
    }

    /** Named {@code "mean_io_u"}, of so many classes; targets and predictions are class numbers. */
    public MeanIoU(int numClasses) {
        this();
        numClasses(numClasses);
    }

    /** Whether targets are class numbers, not one-hot vectors; true by default. */
    public MeanIoU sparseYTrue(boolean sparseYTrue) {
        return with(this.sparseYTrue, sparseYTrue);
    }

    @Override
    boolean sparseTargets() {
        return sparseYTrue.get();
    }

    @Override
    int[] targets() {
        return all();
    }
}
