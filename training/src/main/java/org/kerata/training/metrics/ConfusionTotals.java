package org.kerata.training.metrics;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;

/**
 * All four counts of a confusion matrix over many batches, as totals of a metric.
 *
 * @param confusion counts a batch
 * @param tp true positives at each threshold
 * @param fp false positives
 * @param tn true negatives
 * @param fn false negatives
 */
record ConfusionTotals(Confusion confusion, Variable tp, Variable fp, Variable tn, Variable fn) {

    /** Declares the totals of a metric. */
    static ConfusionTotals of(Metric metric, Confusion confusion, long labels) {
        return new ConfusionTotals(
                confusion,
                metric.total("true_positives", confusion.shape(labels)),
                metric.total("false_positives", confusion.shape(labels)),
                metric.total("true_negatives", confusion.shape(labels)),
                metric.total("false_negatives", confusion.shape(labels)));
    }

    /** Evenly spread thresholds between 0 and 1, without these two. */
    static double[] between(int thresholds) {
        double[] even = new double[thresholds - 2];
        for (int i = 0; i < even.length; i++) {
            even[i] = (i + 1.0) / (even.length + 1);
        }
        return even;
    }

    /** Adds a batch. */
    void add(Confusion.Counts n) {
        tp.assignAdd(n.tp());
        fp.assignAdd(n.fp());
        tn.assignAdd(n.tn());
        fn.assignAdd(n.fn());
    }

    /** The share of what is found in what is positive. */
    Tensor recall() {
        return Ops.divideNoNan(tp, tp.plus(fn));
    }

    /** The share of what is positive in what is found. */
    Tensor precision() {
        return Ops.divideNoNan(tp, tp.plus(fp));
    }

    /** The share of what is not found in what is negative. */
    Tensor specificity() {
        return Ops.divideNoNan(tn, tn.plus(fp));
    }
}
