package org.kerata.training.data;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Tensor;

/**
 * Some samples: inputs, and where there are any, targets and weights. Tensors are {@code (samples, …)}; a batch from a data set that has
 * not been {@linkplain Dataset#batch batched} is a single sample, without that axis.
 *
 * @param inputs the inputs
 * @param targets the targets; null if there are none
 * @param weights the weights of the samples; null if there are none
 */
public record Batch(
        Columns inputs, @Nullable Columns targets, @Nullable Columns weights) {

    /** Inputs alone. */
    public static Batch of(Tensor x) {
        return new Batch(Columns.of(x), null, null);
    }

    /** Inputs and targets. */
    public static Batch of(Tensor x, Tensor y) {
        return new Batch(Columns.of(x), Columns.of(y), null);
    }

    /** Inputs, targets and weights. */
    public static Batch of(Tensor x, Tensor y, Tensor sampleWeight) {
        return new Batch(Columns.of(x), Columns.of(y), Columns.of(sampleWeight));
    }

    /** The only input. */
    public Tensor x() {
        return inputs.only();
    }

    /** The only target. */
    public Tensor y() {
        return there("targets", targets).only();
    }

    /** The only weights. */
    public Tensor sampleWeight() {
        return there("weights", weights).only();
    }

    private static Columns there(String what, @Nullable Columns c) {
        if (c == null) {
            throw new KerataException("The batch has no " + what + ".");
        }
        return c;
    }
}
