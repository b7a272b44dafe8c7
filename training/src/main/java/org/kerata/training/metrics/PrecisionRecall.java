package org.kerata.training.metrics;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * The share of true positives among something that is counted too.
 *
 * @param <M> the metric's own type
 */
abstract sealed class PrecisionRecall<M extends PrecisionRecall<M>> extends ThresholdMetric<M>
        permits Precision, Recall {
    private final Option<Integer> topK = optional("top_k", Kind.positiveInteger());
    private final Option<Integer> classId = optional("class_id", Kind.integer("at least 0", n -> n >= 0));
    private final String others;
    private @Nullable Variable truePositives;
    private @Nullable Variable missed;

    PrecisionRecall(String name, String others) {
        super(name, Direction.UP);
        this.others = others;
    }

    /** How many of the largest predictions of a sample count as positive; without it, those above the threshold. */
    public final M topK(int topK) {
        return with(this.topK, topK);
    }

    /** The class that is looked at, from 0; all by default. */
    public final M classId(int classId) {
        return with(this.classId, classId);
    }

    @Override
    final double standard() {
        return topK.isSet() ? Confusion.NEVER : super.standard();
    }

    @Override
    final Confusion.Selection selection() {
        return new Confusion.Selection(topK.orNull(), classId.orNull());
    }

    @Override
    final void declare(Shape shape) {
        truePositives = total("true_positives", shape);
        missed = total(others, shape);
    }

    /** What stands beside the true positives in the denominator. */
    abstract Tensor others(Confusion.Counts counts);

    @Override
    final void add(Confusion.Counts counts) {
        Variable tp = truePositives;
        Variable other = missed;
        if (tp == null || other == null) {
            throw new IllegalStateException("Not declared.");
        }
        tp.assignAdd(counts.tp());
        other.assignAdd(others(counts));
    }

    @Override
    protected final Tensor result() {
        Tensor tp = orZero(truePositives);
        return figure(Ops.divideNoNan(tp, tp.plus(orZero(missed))));
    }
}
