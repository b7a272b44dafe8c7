package org.kerata.training.metrics;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Kind;
import org.kerata.training.internal.Aligned;
import org.kerata.training.internal.Weighting;
import org.slf4j.LoggerFactory;

/**
 * The mean intersection over union of some classes, from a confusion matrix: {@code true positives / (true positives + false positives +
 * false negatives)}. A class that occurs neither among targets nor predictions does not count. Samples whose target or prediction is no
 * class are left out. The matrix is of whole numbers unless {@code dtype} says otherwise, and then so are sample weights; masks do not
 * count, as in Keras.
 *
 * @param <M> the metric's own type
 */
abstract sealed class Overlap<M extends Overlap<M>> extends CountedMetric<M> permits BinaryIoU, ClassOverlap {
    private static final double EPSILON = 1e-7;
    private static final double NONE = 1e-9;

    private static final Kind<String> DTYPES = Kind.of(
            "one of \"int\", \"int32\", \"int64\", \"float32\", \"float64\"",
            v -> switch (String.valueOf(v)) {
                case "int", "int32" -> "int32";
                case "int64", "float32", "float64" -> (String) v;
                default -> null;
            },
            s -> s);

    private @Nullable Variable matrix;
    private boolean warned;

    Overlap(String name) {
        super(name, Direction.UP, DTYPES, "int32");
    }

    /** The classes that may be looked at: a list of class numbers. */
    static Kind<int[]> classNumbers() {
        return Kind.integers("one class number or more", ids -> ids.length > 0);
    }

    /** The type of the confusion matrix and of sample weights: {@code "int32"} (the default), {@code "int64"}, {@code "float32"}, {@code "float64"}. */
    public final M dtype(String dtype) {
        return with(dtypeOption(), dtype);
    }

    /** How many classes there are. */
    abstract int classes();

    /** The classes that are looked at; negative ones count from the end. */
    abstract int[] targets();

    /** Class numbers of targets as they were given. */
    abstract Tensor ofTargets(Tensor y);

    /** Class numbers of predictions. */
    abstract Tensor ofPredictions(Tensor p);

    /** A class whose samples are left out. */
    @Nullable
    Integer ignored() {
        return null;
    }

    /** Refuses classes that there are not. */
    final void requireTargets() {
        int n = classes();
        for (int id : targets()) {
            if (id >= n || id < -n) {
                throw new ConfigException(className() + ": targetClassIds must be below the number of classes " + n
                        + ". Received: " + id + ".");
            }
        }
    }

    @Override
    final boolean hasTotals() {
        return matrix != null;
    }

    @Override
    final void accumulate(Tensor y, Tensor p, @Nullable Tensor sampleWeight, @Nullable Tensor mask) {
        Variable total = matrix == null ? declare() : matrix;
        Tensor target = ofTargets(y).cast(dtype());
        Tensor prediction = ofPredictions(p).cast(dtype());
        if (target.size() != prediction.size()) {
            Aligned.exactly(name(), target, prediction);
        }
        int n = classes();
        Tensor values = Ops.ravel(weights(prediction, sampleWeight));
        Tensor t = Ops.ravel(target);
        Tensor q = Ops.ravel(prediction);
        Tensor valid = Ops.logicalAnd(
                Ops.logicalAnd(t.greaterEqual(0), t.less(n)), Ops.logicalAnd(q.greaterEqual(0), q.less(n)));
        Integer without = ignored();
        if (without != null) {
            valid = Ops.logicalAnd(valid, Ops.notEqual(t, Tensor.scalar(without, dtype())));
        }
        Tensor cell = t.cast(DType.INT32).times(n).plus(q.cast(DType.INT32));
        Tensor place = Ops.where(valid, cell, Ops.fullLike(cell, -1));
        total.assignAdd(Ops.segmentSum(values, place, n * n).reshape(n, n));
    }

    private Tensor weights(Tensor prediction, @Nullable Tensor given) {
        if (given == null) {
            return Ops.onesLike(prediction);
        }
        if (!warned && given.dtype().isFloating() && !dtype().isFloating()) {
            warned = true;
            LoggerFactory.getLogger(Overlap.class)
                    .warn(
                            "{}: sample weights are {}, but the metric counts in {}: they are cut to whole numbers."
                                    + " Use whole weights, or dtype(\"float32\").",
                            name(),
                            given.dtype(),
                            dtype());
        }
        Tensor shaped = prediction.dtype().isFloating() ? prediction : prediction.cast(given.dtype());
        return Weighting.full(name(), shaped, given, null).cast(dtype());
    }

    private Variable declare() {
        requireTargets();
        int n = classes();
        Variable made = total("total_confusion_matrix", Shape.of(n, n));
        matrix = made;
        return made;
    }

    @Override
    protected final Tensor result() {
        Variable total = matrix;
        if (total == null) {
            return Tensor.scalar(0);
        }
        int n = classes();
        int[] ids = targets().clone();
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Math.floorMod(ids[i], n);
        }
        Tensor at = Tensor.of(ids);
        Tensor hits = Ops.diag(total.read());
        Tensor union = total.sum(0).plus(total.sum(1)).minus(hits);
        Tensor hit = Ops.take(hits, at, 0).cast(DType.FLOAT32);
        Tensor all = Ops.take(union, at, 0).cast(DType.FLOAT32);
        Tensor occurs = all.greater(NONE);
        Tensor each = Ops.where(occurs, hit.div(all.plus(EPSILON)), Ops.zerosLike(all));
        return each.sum().div(occurs.cast(DType.FLOAT32).sum().plus(EPSILON));
    }
}
