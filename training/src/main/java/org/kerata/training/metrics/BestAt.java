package org.kerata.training.metrics;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * The best of one figure at the thresholds at which another one is at least a value; 0 if it is so at none. Sample weights count, masks do
 * not, as in Keras.
 *
 * @param <M> the metric's own type
 */
abstract sealed class BestAt<M extends BestAt<M>> extends CountedMetric<M>
        permits PrecisionAtRecall, RecallAtPrecision, SensitivityAtSpecificity, SpecificityAtSensitivity {
    private final Option<Integer> classId = optional("class_id", Kind.integer("at least 0", n -> n >= 0));
    private final Option<Integer> numThresholds = option("num_thresholds", Kind.positiveInteger(), 200);
    private final Option<Double> least;
    private @Nullable ConfusionTotals totals;

    /**
     * A metric.
     *
     * @param held the figure that must be at least a value: the key of that option
     */
    BestAt(String name, String held) {
        super(name, Direction.UP);
        least = required(held, Kind.real("from 0 to 1", x -> x >= 0 && x <= 1));
    }

    final void least(double least) {
        this.least.set(least);
    }

    /** How many thresholds from 0 to 1 are tried; 200 by default. A single one is 0.5. */
    public final M numThresholds(int numThresholds) {
        return with(this.numThresholds, numThresholds);
    }

    /** The class that is looked at, from 0; all by default. */
    public final M classId(int classId) {
        return with(this.classId, classId);
    }

    /** The figure that must be at least the value, at each threshold. */
    abstract Tensor held(ConfusionTotals t);

    /** The figure whose largest is taken, at each threshold. */
    abstract Tensor wanted(ConfusionTotals t);

    @Override
    final boolean hasTotals() {
        return totals != null;
    }

    @Override
    final void accumulate(Tensor y, Tensor p, @Nullable Tensor sampleWeight, @Nullable Tensor mask) {
        ConfusionTotals t = totals;
        if (t == null) {
            least.get();
            double[] levels = levels();
            t = ConfusionTotals.of(this, new Confusion(name(), levels, levels.length > 1, false), 1);
            totals = t;
        }
        t.add(t.confusion().of(y, p, sampleWeight, new Confusion.Selection(null, classId.orNull())));
    }

    private double[] levels() {
        int n = numThresholds.get();
        if (n == 1) {
            return new double[] {0.5};
        }
        double[] all = new double[n];
        System.arraycopy(ConfusionTotals.between(n), 0, all, 1, n - 2);
        all[n - 1] = 1;
        return all;
    }

    @Override
    protected final Tensor result() {
        ConfusionTotals t = totals;
        if (t == null) {
            return Tensor.scalar(0);
        }
        Tensor figure = wanted(t);
        return Ops.where(held(t).greaterEqual(least.get()), figure, Ops.zerosLike(figure))
                .max();
    }
}
