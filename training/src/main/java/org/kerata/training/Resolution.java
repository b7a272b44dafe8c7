package org.kerata.training;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;

/** What {@code "accuracy"} and {@code "crossentropy"} stand for, by the shapes of predictions and targets, as in Keras. */
enum Resolution {
    /** One column of predictions. */
    BINARY,
    /** Class numbers as targets. */
    SPARSE,
    /** Distributions as targets. */
    CATEGORICAL;

    /** From shapes with the batch axis. */
    static Resolution of(Shape prediction, @Nullable Shape target) {
        if (prediction.rank() > 0 && prediction.last() == 1) {
            return BINARY;
        }
        boolean fewer = target != null && target.rank() < prediction.rank();
        boolean column = target != null && target.rank() > 1 && target.last() == 1;
        return fewer || column ? SPARSE : CATEGORICAL;
    }

    String accuracy() {
        return switch (this) {
            case BINARY -> "binary_accuracy";
            case SPARSE -> "sparse_categorical_accuracy";
            case CATEGORICAL -> "categorical_accuracy";
        };
    }

    String crossentropy() {
        return switch (this) {
            case BINARY -> "binary_crossentropy";
            case SPARSE -> "sparse_categorical_crossentropy";
            case CATEGORICAL -> "categorical_crossentropy";
        };
    }
}
