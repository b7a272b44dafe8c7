package org.kerata.autodiff.catalogue;

import java.util.List;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.CrossEntropies;
import org.kerata.autodiff.ops.Normalizations;

/** Normalisation and cross-entropies. */
public abstract class NormalizationOps extends ConvolutionOps {
    /** Not made: its methods are static. */
    protected NormalizationOps() {}

    /** The batch normalised over all axes but the last, its mean, and its variance. */
    public static List<Tensor> batchNorm(Tensor x, Tensor gamma, Tensor beta, double epsilon) {
        return Normalizations.BATCH_NORM.apply(new Normalizations.BatchNorm(epsilon), List.of(x, gamma, beta));
    }

    /** For labels {@code (…)} and logits {@code (…, classes)}: the loss of each row. */
    public static Tensor sparseSoftmaxCrossEntropy(Tensor labels, Tensor logits) {
        return CrossEntropies.SPARSE_SOFTMAX_CROSS_ENTROPY.apply(
                CrossEntropies.SparseCrossEntropy.PLAIN, labels, logits);
    }

    /** For targets and logits of one shape {@code (…, classes)}: the loss of each row. */
    public static Tensor softmaxCrossEntropy(Tensor targets, Tensor logits) {
        return CrossEntropies.SOFTMAX_CROSS_ENTROPY.apply(NONE, cast(targets, logits.dtype()), logits);
    }

    /** For targets and logits of one shape: the loss of a sigmoid, element by element. */
    public static Tensor sigmoidCrossEntropy(Tensor targets, Tensor logits) {
        return CrossEntropies.SIGMOID_CROSS_ENTROPY.apply(NONE, cast(targets, logits.dtype()), logits);
    }
}
