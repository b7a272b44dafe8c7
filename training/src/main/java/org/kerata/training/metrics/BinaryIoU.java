package org.kerata.training.metrics;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * The mean intersection over union of the classes 0 and 1, or of one of them, where predictions are numbers of which a threshold makes
 * classes. Keras: {@code keras.metrics.BinaryIoU}.
 */
public final class BinaryIoU extends Overlap<BinaryIoU> {
    private final Option<int[]> targetClassIds = option("target_class_ids", classNumbers(), new int[] {0, 1});
    private final Option<Double> threshold = option("threshold", DOUBLE, 0.5);

    /** Named {@code "binary_io_u"}, of both classes, with the threshold 0.5. */
    public BinaryIoU() {
        super("binary_io_u");
    }

    /** The classes that are looked at: 0, 1 or both, the default. */
    public BinaryIoU targetClassIds(int... targetClassIds) {
        with(this.targetClassIds, targetClassIds);
        requireTargets();
        return this;
    }

    /** From where on a prediction is of class 1; 0.5 by default. */
    public BinaryIoU threshold(double threshold) {
        return with(this.threshold, threshold);
    }

    @Override
    int classes() {
        return 2;
    }

    @Override
    int[] targets() {
        return targetClassIds.get();
    }

    @Override
    Tensor ofTargets(Tensor y) {
        return y;
    }

    @Override
    Tensor ofPredictions(Tensor p) {
        return p.cast(DType.FLOAT32).greaterEqual(threshold.get());
    }
}
