package org.kerata.training.metrics;

/** The mean intersection over union of all classes, of one-hot targets and scores. Keras: {@code keras.metrics.OneHotMeanIoU}. */
public final class OneHotMeanIoU extends ClassOverlap<OneHotMeanIoU> {
    OneHotMeanIoU() {
        super("one_hot_mean_io_u", false);
    }

    /** Named {@code "one_hot_mean_io_u"}, of so many classes; predictions are a score for each class. */
    public OneHotMeanIoU(int numClasses) {
        this();
        numClasses(numClasses);
    }

    @Override
    boolean sparseTargets() {
        return false;
    }

    @Override
    int[] targets() {
        return all();
    }
}
