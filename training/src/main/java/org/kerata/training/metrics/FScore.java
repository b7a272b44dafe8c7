package org.kerata.training.metrics;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.training.internal.Aligned;
import org.kerata.training.internal.Weighting;

/**
 * The weighted harmonic mean of precision and recall: {@code (1 + β²) · precision · recall / (β² · precision + recall)}, for each class or
 * averaged. Targets and predictions are {@code (batch, classes)}, targets 0 or 1. Sample weights count, masks do not, as in Keras.
 *
 * @param <M> the metric's own type
 */
abstract sealed class FScore<M extends FScore<M>> extends CountedMetric<M> permits F1Score, FBetaScore {
    private static final double EPSILON = 1e-7;

    /** What is this small counts as 0 among predictions, so that a row of zeros has no largest one. */
    private static final double NOTHING = 1e-9;

    private final Option<String> average = optional("average", Kind.oneOf("micro", "macro", "weighted"));
    private final Option<Double> threshold =
            optional("threshold", Kind.real("above 0 and at most 1", x -> x > 0 && x <= 1));
    private @Nullable Totals totals;

    private record Totals(Variable tp, Variable fp, Variable fn, Variable support) {}

    FScore(String name) {
        super(name, Direction.UP);
    }

    /**
     * How the classes' scores become one: {@code "macro"}, their mean; {@code "weighted"}, their mean weighted by how often each class occurs;
     * {@code "micro"}, the score of all counts together. By default, or with null, each class has its own.
     */
    public final M average(@Nullable String average) {
        return with(this.average, average);
    }

    /** Above which a prediction counts as 1, above 0 and at most 1; without it the largest of each row does. */
    public final M threshold(double threshold) {
        return with(this.threshold, threshold);
    }

    /** How much more recall counts than precision. */
    abstract double beta();

    private boolean isMicro() {
        return "micro".equals(average.orNull());
    }

    @Override
    final boolean hasTotals() {
        return totals != null;
    }

    @Override
    final void accumulate(Tensor y, Tensor p, @Nullable Tensor sampleWeight, @Nullable Tensor mask) {
        Aligned a = Aligned.exactly(name(), y, p);
        if (a.p().rank() != 2) {
            throw new ShapeException(name() + ": predictions must be (batch, classes). Received: " + p.shape() + ".");
        }
        Totals t = totals == null ? declare(a.p().shape().last()) : totals;
        Tensor target = a.y().cast(DType.FLOAT32);
        Tensor positive = positive(a.p().cast(DType.FLOAT32)).cast(DType.FLOAT32);
        Tensor weight = sampleWeight == null ? null : Weighting.full(name(), target, sampleWeight, null);
        t.tp.assignAdd(sum(positive.times(target), weight));
        t.fp.assignAdd(sum(positive.times(target.unaryMinus().plus(1)), weight));
        t.fn.assignAdd(sum(positive.unaryMinus().plus(1).times(target), weight));
        t.support.assignAdd(sum(target, weight));
    }

    private Tensor positive(Tensor p) {
        Double given = threshold.orNull();
        if (given != null) {
            return p.greater(given);
        }
        Tensor largest = Ops.max(p, new int[] {-1}, true);
        return Ops.logicalAnd(p.greaterEqual(largest), Ops.abs(p).greater(NOTHING));
    }

    private Tensor sum(Tensor counts, @Nullable Tensor weight) {
        Tensor weighted = weight == null ? counts : counts.times(weight);
        return isMicro() ? weighted.sum() : weighted.sum(0);
    }

    private Totals declare(long classes) {
        Shape shape = isMicro() ? Shape.SCALAR : Shape.of(classes);
        Totals made = new Totals(
                total("true_positives", shape),
                total("false_positives", shape),
                total("false_negatives", shape),
                total("intermediate_weights", shape));
        totals = made;
        return made;
    }

    @Override
    protected final Tensor result() {
        Totals t = totals;
        if (t == null) {
            return Tensor.scalar(0);
        }
        double square = beta() * beta();
        Tensor precision = ratio(t.tp, t.tp.plus(t.fp));
        Tensor recall = ratio(t.tp, t.tp.plus(t.fn));
        Tensor score = ratio(precision.times(recall), precision.times(square).plus(recall))
                .times(1 + square);
        String how = average.orNull();
        if (how == null) {
            return score;
        }
        return how.equals("weighted")
                ? score.times(ratio(t.support, t.support.sum())).sum()
                : score.mean();
    }

    private static Tensor ratio(Tensor a, Tensor b) {
        return a.div(b.plus(EPSILON));
    }
}
