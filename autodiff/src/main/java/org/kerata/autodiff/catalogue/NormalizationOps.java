package org.kerata.autodiff.catalogue;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.CrossEntropies;
import org.kerata.autodiff.ops.Normalizations;
import org.kerata.autodiff.ops.RowNormalizations;

/** Normalisation and cross-entropies. */
public abstract class NormalizationOps extends CtcOps {
    /** Not made: its methods are static. */
    protected NormalizationOps() {}

    /** The batch normalised over all axes but the last, its mean, and its variance. */
    public static List<Tensor> batchNorm(Tensor x, Tensor gamma, Tensor beta, double epsilon) {
        return Normalizations.BATCH_NORM.apply(new Normalizations.BatchNorm(epsilon), List.of(x, gamma, beta));
    }

    /**
     * x with a mean and a variance of one's own, {@code (channels)}, taken out along an axis, then times the scale and plus the offset.
     *
     * @param offset null for 0
     * @param scale null for 1
     */
    public static Tensor batchNormalization(
            Tensor x,
            Tensor mean,
            Tensor variance,
            int axis,
            @Nullable Tensor offset,
            @Nullable Tensor scale,
            double epsilon) {
        long[] along = new long[x.rank()];
        Arrays.fill(along, 1);
        along[x.shape().axis(axis)] = -1;
        Tensor factor = rsqrt(reshape(variance, along).plus(epsilon));
        Tensor times = scale == null ? factor : factor.times(reshape(scale, along));
        Tensor way = reshape(mean, along).times(times).unaryMinus();
        return x.times(times).plus(offset == null ? way : way.plus(reshape(offset, along)));
    }

    /**
     * Mean 0 and variance 1 over the given axes together, each sample for itself; then times gamma and plus beta, which have an axis for
     * each of these, in order.
     *
     * @param gamma the factor; null for 1
     * @param beta the offset; null for 0
     */
    public static Tensor layerNormalization(
            Tensor x, @Nullable Tensor gamma, @Nullable Tensor beta, int[] axes, double epsilon) {
        return RowNormalizer.of(x, axes).layerNorm(gamma, beta, epsilon);
    }

    /** Mean 0 and variance 1 over the last axis, times gamma, plus beta. */
    public static Tensor layerNormalization(Tensor x, Tensor gamma, Tensor beta, double epsilon) {
        return layerNormalization(x, gamma, beta, new int[] {-1}, epsilon);
    }

    /**
     * x divided by the root of its mean square over the given axes together, then times the scale, which has an axis for each of them.
     *
     * @param scale the factor; null for 1
     */
    public static Tensor rmsNormalization(Tensor x, @Nullable Tensor scale, int[] axes, double epsilon) {
        return RowNormalizer.of(x, axes).rmsNorm(scale, epsilon);
    }

    /** x divided by the root of its mean square over the last axis, times the scale. */
    public static Tensor rmsNormalization(Tensor x, Tensor scale, double epsilon) {
        return rmsNormalization(x, scale, new int[] {-1}, epsilon);
    }

    /**
     * For x {@code (batch, …, channels)}: mean 0 and variance 1 of each group of neighbouring channels of each sample, times gamma, plus
     * beta, both {@code (channels)}.
     */
    public static Tensor groupNormalization(Tensor x, Tensor gamma, Tensor beta, int groups, double epsilon) {
        return RowNormalizations.GROUP_NORM.apply(new RowNormalizations.GroupNorm(groups, epsilon), x, gamma, beta);
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
