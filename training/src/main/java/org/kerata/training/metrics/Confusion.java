package org.kerata.training.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Slice;
import org.kerata.training.internal.Aligned;
import org.kerata.training.internal.Weighting;

/**
 * How many true and false positives and negatives a batch has at each of some thresholds, weighted. For each label apart, or for all
 * together.
 */
final class Confusion {
    /** What stands for "never" among predictions: what is not among the k largest. */
    static final double NEVER = -1e10;

    private static final double EPSILON = 1e-7;

    private final String what;
    private final double[] thresholds;
    private final boolean even;
    private final boolean perLabel;

    /** Which predictions count. */
    record Selection(@Nullable Integer topK, @Nullable Integer classId) {
        static final Selection ALL = new Selection(null, null);
    }

    /**
     * The counts of a batch at each threshold: {@code (thresholds)}, or {@code (thresholds, labels)}.
     *
     * @param tp true positives
     * @param fp false positives
     * @param tn true negatives
     * @param fn false negatives
     */
    record Counts(Tensor tp, Tensor fp, Tensor tn, Tensor fn) {}

    /**
     * Counts at these thresholds.
     *
     * @param what the metric, for messages
     * @param thresholds ascending if they are evenly spread
     * @param even whether they are evenly spread from 0 to 1
     * @param perLabel whether each label is counted apart
     */
    Confusion(String what, double[] thresholds, boolean even, boolean perLabel) {
        this.what = what;
        this.thresholds = thresholds;
        this.even = even;
        this.perLabel = perLabel;
    }

    /** Whether thresholds are evenly spread from 0 to 1, and more than two. */
    static boolean isEven(double[] thresholds) {
        int n = thresholds.length;
        if (n < 3) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            double expected = (double) i / (n - 1);
            if (Math.abs(thresholds[i] - expected) > EPSILON + 1e-5 * expected) {
                return false;
            }
        }
        return true;
    }

    /** The counts of a batch. */
    Counts of(Tensor y, Tensor p, @Nullable Tensor sampleWeight, Selection selection) {
        Aligned a = Aligned.exactly(what, y, p);
        Tensor real = a.p().cast(DType.FLOAT32);
        Tensor weight = sampleWeight == null ? null : Weighting.full(what, real, sampleWeight, null);
        Tensor positive = a.y().cast(DType.BOOL).cast(DType.FLOAT32);
        if (selection.topK != null) {
            real = onlyTop(real, selection.topK);
        }
        if (selection.classId != null) {
            int id = selection.classId;
            requireClass(real, id);
            real = Ops.get(real, id, -1);
            positive = Ops.get(positive, id, -1);
            weight = weight == null ? null : Ops.get(weight, id, -1);
        }
        Tensor yes = weight == null ? positive : positive.times(weight);
        Tensor no = weight == null ? positive.unaryMinus().plus(1) : weight.minus(yes);
        return perLabel ? perLabel(real, yes, no) : together(Ops.ravel(real), Ops.ravel(yes), Ops.ravel(no));
    }

    private void requireClass(Tensor p, int id) {
        if (p.rank() < 2) {
            throw new ShapeException(
                    what + ": with classId, predictions must be (batch, …, classes). Received: " + p.shape() + ".");
        }
        if (id >= p.shape().last()) {
            throw new ConfigException(what + ": classId must be below the number of classes "
                    + p.shape().last() + ". Received: " + id + ".");
        }
    }

    /** Everything but the k largest of the last axis becomes {@link #NEVER}; of equals, the first ones count. */
    private Tensor onlyTop(Tensor p, int k) {
        int classes = p.shape().intDim(-1);
        if (k > classes) {
            throw new ConfigException(
                    what + ": topK must be at most the number of classes " + classes + ". Received: " + k + ".");
        }
        Tensor rest = p;
        Tensor chosen = Ops.zerosLike(p);
        for (int i = 0; i < k; i++) {
            Tensor hot = Ops.oneHot(rest.argMax(-1), classes, -1, DType.FLOAT32);
            chosen = chosen.plus(hot);
            rest = Ops.where(hot.greater(0), Ops.fullLike(p, Double.NEGATIVE_INFINITY), rest);
        }
        return Ops.where(chosen.greater(0), p, Ops.fullLike(p, NEVER));
    }

    private Counts perLabel(Tensor p, Tensor yes, Tensor no) {
        if (p.rank() != 2) {
            throw new ShapeException(
                    what + ": with multiLabel, predictions must be (batch, labels). Received: " + p.shape() + ".");
        }
        return counts(p.transpose(1, 0), yes.transpose(1, 0), no.transpose(1, 0), true);
    }

    private Counts together(Tensor p, Tensor yes, Tensor no) {
        return counts(Ops.expandDims(p, 0), Ops.expandDims(yes, 0), Ops.expandDims(no, 0), false);
    }

    /** From {@code (labels, n)} to {@code (thresholds, labels)}. */
    private Counts counts(Tensor p, Tensor yes, Tensor no, boolean keep) {
        Tensor tp = even ? fromBuckets(p, yes) : above(p, yes);
        Tensor fp = even ? fromBuckets(p, no) : above(p, no);
        Tensor tn = Ops.sum(no, new int[] {1}, true).minus(fp);
        Tensor fn = Ops.sum(yes, new int[] {1}, true).minus(tp);
        return new Counts(turned(tp, keep), turned(fp, keep), turned(tn, keep), turned(fn, keep));
    }

    private static Tensor turned(Tensor counts, boolean keep) {
        return keep ? counts.transpose(1, 0) : Ops.squeeze(counts, 0);
    }

    /** The sum of the amounts whose prediction is above each threshold. */
    private Tensor above(Tensor p, Tensor amounts) {
        float[] t = new float[thresholds.length];
        for (int i = 0; i < t.length; i++) {
            t[i] = (float) thresholds[i];
        }
        Tensor over = Ops.expandDims(p, 1).greater(Tensor.of(t, 1, t.length, 1)).cast(DType.FLOAT32);
        return Ops.squeeze(Ops.matmul(over, Ops.expandDims(amounts, -1)), -1);
    }

    /**
     * The same for evenly spread thresholds, without comparing each prediction with each threshold: predictions fall into numbered
     * buckets, whose number has two digits in base b; the sums over the buckets are the product of two one-hot matrices of width b.
     */
    private Tensor fromBuckets(Tensor p, Tensor amounts) {
        int n = thresholds.length;
        int base = (int) Math.ceil(Math.sqrt(n));
        Tensor bucket = Ops.ceil(Ops.clip(p, 0, 1).times(n - 1)).minus(1);
        boolean zeroCounts = thresholds[0] < 0 || thresholds[n - 1] > 1;
        Tensor amount = zeroCounts ? amounts : Ops.where(bucket.less(0), Ops.zerosLike(amounts), amounts);
        Tensor number = Ops.clip(bucket, 0, n - 1).cast(DType.INT32);
        Tensor high = Ops.floorDivide(number, Tensor.scalar(base, DType.INT32));
        Tensor low = number.minus(high.times(base));
        Tensor rows = Ops.oneHot(high, base, -1, DType.FLOAT32);
        Tensor columns = Ops.oneHot(low, base, -1, DType.FLOAT32).times(Ops.expandDims(amount, -1));
        Tensor sums = Ops.matmul(rows.transpose(0, 2, 1), columns);
        long labels = p.shape().dim(0);
        Tensor flat = Ops.slice(sums.reshape(labels, (long) base * base), Slice.ALL, Slice.of(0, n));
        return Ops.flip(Ops.cumsum(Ops.flip(flat, 1), 1), 1);
    }

    /** Shape of the totals. */
    Shape shape(long labels) {
        return perLabel ? Shape.of(thresholds.length, labels) : Shape.of(thresholds.length);
    }

    @Override
    public String toString() {
        return what + Arrays.toString(thresholds);
    }
}
