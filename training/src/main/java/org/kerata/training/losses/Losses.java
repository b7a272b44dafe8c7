package org.kerata.training.losses;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Names;

/**
 * The losses as plain functions, under Keras's names: from targets and predictions one value for each sample. And the table of their
 * classes.
 *
 * <p>Targets must have the shape of the predictions, apart from an axis of length 1 at the end of either; nothing is broadcast.
 */
public final class Losses {
    /** Keras's names and short forms; users add their own. */
    public static final Names<Loss> NAMES = new Names<Loss>("loss", "keras.losses")
            .add("BinaryCrossentropy", BinaryCrossentropy::new)
            .add("BinaryFocalCrossentropy", BinaryFocalCrossentropy::new)
            .add("CTC", CTC::new)
            .add("CategoricalCrossentropy", CategoricalCrossentropy::new)
            .add("CategoricalFocalCrossentropy", CategoricalFocalCrossentropy::new)
            .add("CategoricalGeneralizedCrossEntropy", CategoricalGeneralizedCrossEntropy::new)
            .add("CategoricalHinge", CategoricalHinge::new)
            .add("Circle", Circle::new)
            .add("CosineSimilarity", CosineSimilarity::new)
            .add("Dice", Dice::new)
            .add("Hinge", Hinge::new)
            .add("Huber", Huber::new)
            .add("KLDivergence", KLDivergence::new)
            .add("LogCosh", LogCosh::new)
            .add("MeanAbsoluteError", MeanAbsoluteError::new)
            .add("MeanAbsolutePercentageError", MeanAbsolutePercentageError::new)
            .add("MeanSquaredError", MeanSquaredError::new)
            .add("MeanSquaredLogarithmicError", MeanSquaredLogarithmicError::new)
            .add("Poisson", Poisson::new)
            .add("SparseCategoricalCrossentropy", SparseCategoricalCrossentropy::new)
            .add("SquaredHinge", SquaredHinge::new)
            .add("Tversky", Tversky::new)
            .alias("bce", "BinaryCrossentropy")
            .alias("BCE", "BinaryCrossentropy")
            .alias("kld", "KLDivergence")
            .alias("KLD", "KLDivergence")
            .alias("mae", "MeanAbsoluteError")
            .alias("MAE", "MeanAbsoluteError")
            .alias("mape", "MeanAbsolutePercentageError")
            .alias("MAPE", "MeanAbsolutePercentageError")
            .alias("mse", "MeanSquaredError")
            .alias("MSE", "MeanSquaredError")
            .alias("msle", "MeanSquaredLogarithmicError")
            .alias("MSLE", "MeanSquaredLogarithmicError");

    private Losses() {}

    /** The mean of {@code (y - p)²} over the last axis. */
    public static Tensor meanSquaredError(Tensor y, Tensor p) {
        return new MeanSquaredError().values(y, p);
    }

    /** The mean of {@code |y - p|} over the last axis. */
    public static Tensor meanAbsoluteError(Tensor y, Tensor p) {
        return new MeanAbsoluteError().values(y, p);
    }

    /** The mean over the last axis of the absolute errors in percent of the targets. */
    public static Tensor meanAbsolutePercentageError(Tensor y, Tensor p) {
        return new MeanAbsolutePercentageError().values(y, p);
    }

    /** The mean over the last axis of the squared differences of {@code log(1 + x)}. */
    public static Tensor meanSquaredLogarithmicError(Tensor y, Tensor p) {
        return new MeanSquaredLogarithmicError().values(y, p);
    }

    /** The negative cosine of the angle between targets and predictions along the last axis. */
    public static Tensor cosineSimilarity(Tensor y, Tensor p) {
        return new CosineSimilarity().values(y, p);
    }

    /** The negative cosine of the angle between targets and predictions along an axis. */
    public static Tensor cosineSimilarity(Tensor y, Tensor p, int axis) {
        return new CosineSimilarity().axis(axis).values(y, p);
    }

    /** {@link #huber(Tensor, Tensor, double)} with delta 1. */
    public static Tensor huber(Tensor y, Tensor p) {
        return new Huber().values(y, p);
    }

    /** Half the squared error up to {@code delta} and linear beyond, the mean over the last axis. */
    public static Tensor huber(Tensor y, Tensor p, double delta) {
        return new Huber().delta(delta).values(y, p);
    }

    /** The mean of {@code log(cosh(p - y))} over the last axis. */
    public static Tensor logCosh(Tensor y, Tensor p) {
        return new LogCosh().values(y, p);
    }

    /** The mean of {@code max(1 - y · p, 0)} over the last axis; see {@link Hinge}. */
    public static Tensor hinge(Tensor y, Tensor p) {
        return new Hinge().values(y, p);
    }

    /** The mean of {@code max(1 - y · p, 0)²} over the last axis; see {@link SquaredHinge}. */
    public static Tensor squaredHinge(Tensor y, Tensor p) {
        return new SquaredHinge().values(y, p);
    }

    /** How far the score of the true class is from being 1 above the best of the others. */
    public static Tensor categoricalHinge(Tensor y, Tensor p) {
        return new CategoricalHinge().values(y, p);
    }

    /** The Kullback-Leibler divergence of predicted distributions over the last axis from the true ones. */
    public static Tensor klDivergence(Tensor y, Tensor p) {
        return new KLDivergence().values(y, p);
    }

    /** The mean of {@code p - y · log(p)} over the last axis. */
    public static Tensor poisson(Tensor y, Tensor p) {
        return new Poisson().values(y, p);
    }

    /** The cross-entropy of targets and probabilities, the mean over the last axis. */
    public static Tensor binaryCrossentropy(Tensor y, Tensor p) {
        return new BinaryCrossentropy().values(y, p);
    }

    /** The cross-entropy of targets and probabilities or logits, the mean over an axis. */
    public static Tensor binaryCrossentropy(Tensor y, Tensor p, boolean fromLogits, double labelSmoothing, int axis) {
        return new BinaryCrossentropy()
                .fromLogits(fromLogits)
                .labelSmoothing(labelSmoothing)
                .axis(axis)
                .values(y, p);
    }

    /** The focal cross-entropy of targets and probabilities; see {@link BinaryFocalCrossentropy}, which has more options. */
    public static Tensor binaryFocalCrossentropy(Tensor y, Tensor p) {
        return new BinaryFocalCrossentropy().values(y, p);
    }

    /** The cross-entropy of distributions over the last axis. */
    public static Tensor categoricalCrossentropy(Tensor y, Tensor p) {
        return new CategoricalCrossentropy().values(y, p);
    }

    /** The cross-entropy of distributions over an axis, from probabilities or logits. */
    public static Tensor categoricalCrossentropy(
            Tensor y, Tensor p, boolean fromLogits, double labelSmoothing, int axis) {
        return new CategoricalCrossentropy()
                .fromLogits(fromLogits)
                .labelSmoothing(labelSmoothing)
                .axis(axis)
                .values(y, p);
    }

    /** The focal cross-entropy of distributions; see {@link CategoricalFocalCrossentropy}, which has more options. */
    public static Tensor categoricalFocalCrossentropy(Tensor y, Tensor p) {
        return new CategoricalFocalCrossentropy().values(y, p);
    }

    /** The generalized cross-entropy of class numbers and distributions; see {@link CategoricalGeneralizedCrossEntropy}. */
    public static Tensor categoricalGeneralizedCrossEntropy(Tensor y, Tensor p, double q) {
        return new CategoricalGeneralizedCrossEntropy().q(q).values(y, p);
    }

    /** The cross-entropy of class numbers and distributions over the last axis. */
    public static Tensor sparseCategoricalCrossentropy(Tensor y, Tensor p) {
        return new SparseCategoricalCrossentropy().values(y, p);
    }

    /** The cross-entropy of class numbers and distributions over an axis, from probabilities or logits; 0 where a label is ignored. */
    public static Tensor sparseCategoricalCrossentropy(
            Tensor y, Tensor p, boolean fromLogits, @Nullable Integer ignoreClass, int axis) {
        SparseCategoricalCrossentropy loss =
                new SparseCategoricalCrossentropy().fromLogits(fromLogits).axis(axis);
        return (ignoreClass == null ? loss : loss.ignoreClass(ignoreClass)).values(y, p);
    }

    /** One less the Dice coefficient of the batch as a whole; see {@link Dice}. */
    public static Tensor dice(Tensor y, Tensor p) {
        return new Dice().values(y, p);
    }

    /** One less the Tversky index of the batch as a whole; see {@link Tversky}. */
    public static Tensor tversky(Tensor y, Tensor p) {
        return new Tversky().values(y, p);
    }

    /** The circle loss of class numbers and embeddings; see {@link Circle}, which has more options. */
    public static Tensor circle(Tensor y, Tensor p) {
        return new Circle().values(y, p);
    }

    /** The loss of labels of which it is not known at which step each stands; see {@link CTC}. */
    public static Tensor ctc(Tensor y, Tensor p) {
        return new CTC().values(y, p);
    }
}
