package org.kerata.training.metrics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Slice;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * The area under the curve of true against false positives (ROC) or of precision against recall (PR), from counts at many thresholds.
 * Sample weights count, masks do not, as in Keras. Keras: {@code keras.metrics.AUC}.
 */
public final class AUC extends CountedMetric<AUC> {
    private static final double EPSILON = 1e-7;
    private static final Kind<double[]> NUMBERS = Kind.of(
            "a list of numbers", AUC::numbers, t -> Arrays.stream(t).boxed().toList());

    private final Option<Integer> numThresholds =
            option("num_thresholds", Kind.integer("at least 2", n -> n >= 2), 200);
    private final Option<String> curve = option("curve", Kind.oneOf("ROC", "PR", "PRGAIN"), "ROC");
    private final Option<String> summationMethod =
            option("summation_method", Kind.oneOf("interpolation", "minoring", "majoring"), "interpolation");
    private final Option<Boolean> multiLabel = option("multi_label", BOOL, false);
    private final Option<Integer> numLabels = optional("num_labels", Kind.positiveInteger());
    private final Option<double[]> labelWeights = optional("label_weights", NUMBERS);
    private final Option<Boolean> fromLogits = option("from_logits", BOOL, false);
    private final Option<double[]> thresholds = optional("thresholds", NUMBERS);
    private @Nullable ConfusionTotals counted;

    /** Named {@code "auc"}: ROC, 200 thresholds, interpolated. */
    public AUC() {
        super("auc", Direction.UP);
    }

    /** How many thresholds, those beyond 0 and 1 among them; 200 by default. */
    public AUC numThresholds(int numThresholds) {
        return with(this.numThresholds, numThresholds);
    }

    /** {@code "ROC"} (the default), {@code "PR"} or {@code "PRGAIN"}. */
    public AUC curve(String curve) {
        return with(this.curve, curve);
    }

    /** How the area between two thresholds is filled: {@code "interpolation"} (the default), {@code "minoring"} or {@code "majoring"}. */
    public AUC summationMethod(String summationMethod) {
        return with(this.summationMethod, summationMethod);
    }

    /** Thresholds of one's own, between 0 and 1; those beyond 0 and 1 are added. */
    public AUC thresholds(double... thresholds) {
        return with(this.thresholds, thresholds);
    }

    /** Whether each label has an area of its own, of which the mean is taken; false by default. */
    public AUC multiLabel(boolean multiLabel) {
        return with(this.multiLabel, multiLabel);
    }

    /** Weights of the labels. */
    public AUC labelWeights(double... labelWeights) {
        return with(this.labelWeights, labelWeights);
    }

    /** Whether predictions are logits, not probabilities; false by default. */
    public AUC fromLogits(boolean fromLogits) {
        return with(this.fromLogits, fromLogits);
    }

    private static double @Nullable [] numbers(Object value) {
        if (value instanceof double[] d) {
            return d.clone();
        }
        if (!(value instanceof List<?> list) || !list.stream().allMatch(x -> x instanceof Number)) {
            return null;
        }
        return list.stream().mapToDouble(x -> ((Number) x).doubleValue()).toArray();
    }

    /** Keras writes thresholds only if they were given, and their number with them. */
    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(super.config());
        double[] own = thresholds.orNull();
        if (own == null) {
            out.remove("thresholds");
        } else {
            out.put("num_thresholds", own.length + 2);
        }
        return out;
    }

    @Override
    final boolean hasTotals() {
        return counted != null;
    }

    @Override
    void accumulate(Tensor y, Tensor p, @Nullable Tensor sampleWeight, @Nullable Tensor mask) {
        Tensor probability = fromLogits.get() ? Ops.sigmoid(p) : p;
        Tensor weight = weighted(sampleWeight, p);
        ConfusionTotals c = counted == null ? declare(p) : counted;
        c.add(c.confusion().of(y, probability, weight, Confusion.Selection.ALL));
    }

    /** Without areas of their own, labels are weighted sample by sample. */
    private @Nullable Tensor weighted(@Nullable Tensor sampleWeight, Tensor p) {
        if (multiLabel.get() || !labelWeights.isSet()) {
            return sampleWeight;
        }
        Tensor perLabel = Ops.broadcastTo(weightsOfLabels(p.shape().last()), p.shape());
        Tensor w = sampleWeight;
        while (w != null && w.rank() < p.rank()) {
            w = Ops.expandDims(w, -1);
        }
        return w == null ? perLabel : perLabel.times(w);
    }

    private Tensor weightsOfLabels(long labels) {
        double[] w = labelWeights.get();
        if (w.length != labels) {
            throw new ConfigException(
                    "AUC: labelWeights must be as many as the labels: " + labels + ". Received: " + w.length + ".");
        }
        return Tensor.of(w).cast("float32");
    }

    private ConfusionTotals declare(Tensor p) {
        long labels = multiLabel.get() && p.rank() > 0 ? p.shape().last() : 1;
        Integer expected = numLabels.orNull();
        if (expected != null && (!multiLabel.get() || expected != labels)) {
            throw new ConfigException("AUC: numLabels must be the number of labels, with multiLabel. Received: "
                    + expected + " for predictions of shape " + p.shape() + ".");
        }
        double[] inner = inner();
        double[] all = new double[inner.length + 2];
        System.arraycopy(inner, 0, all, 1, inner.length);
        all[all.length - 1] = 1;
        boolean even = Confusion.isEven(all) || !thresholds.isSet();
        all[0] = -EPSILON;
        all[all.length - 1] = 1 + EPSILON;
        Confusion c = new Confusion(name(), all, even, multiLabel.get());
        ConfusionTotals made = ConfusionTotals.of(this, c, labels);
        counted = made;
        return made;
    }

    private double[] inner() {
        double[] own = thresholds.orNull();
        if (own != null) {
            Arrays.sort(own);
            return own;
        }
        return ConfusionTotals.between(numThresholds.get());
    }

    @Override
    protected Tensor result() {
        ConfusionTotals c = counted;
        if (c == null) {
            return Tensor.scalar(0);
        }
        boolean pr = curve.get().equals("PR");
        Tensor parts = pr && summationMethod.get().equals("interpolation") ? interpolatedPr(c) : riemann(c);
        if (!multiLabel.get()) {
            return parts.sum();
        }
        Tensor perLabel = parts.sum(0);
        if (!labelWeights.isSet()) {
            return perLabel.mean();
        }
        Tensor w = weightsOfLabels(perLabel.size());
        return Ops.divideNoNan(perLabel.times(w).sum(), w.sum());
    }

    private Tensor riemann(ConfusionTotals c) {
        Tensor x;
        Tensor y;
        if (curve.get().equals("PRGAIN")) {
            Tensor scale = Ops.divideNoNan(c.tp().plus(c.fn()), c.tn().plus(c.fp()));
            Tensor none = c.tp().equal(0);
            Tensor recallGain =
                    scale.times(Ops.divideNoNan(c.fn(), c.tp())).unaryMinus().plus(1);
            Tensor precisionGain =
                    scale.times(Ops.divideNoNan(c.fp(), c.tp())).unaryMinus().plus(1);
            x = Ops.maximum(Ops.where(none, Ops.zerosLike(recallGain), recallGain), Tensor.scalar(0));
            y = Ops.where(none, Ops.onesLike(precisionGain), precisionGain);
        } else {
            boolean roc = curve.get().equals("ROC");
            x = roc ? Ops.divideNoNan(c.fp(), c.fp().plus(c.tn())) : c.recall();
            y = roc ? c.recall() : c.precision();
        }
        Tensor heights = switch (summationMethod.get()) {
            case "minoring" -> Ops.minimum(before(y), after(y));
            case "majoring" -> Ops.maximum(before(y), after(y));
            default -> before(y).plus(after(y)).times(0.5);
        };
        return before(x).minus(after(x)).times(heights);
    }

    /** Davis and Goadrich: between two thresholds true positives grow linearly with what is predicted to be positive. */
    private Tensor interpolatedPr(ConfusionTotals c) {
        Tensor zero = Tensor.scalar(0);
        Tensor dtp = before(c.tp()).minus(after(c.tp()));
        Tensor p = c.tp().plus(c.fp());
        Tensor slope = Ops.divideNoNan(dtp, Ops.maximum(before(p).minus(after(p)), zero));
        Tensor intercept = after(c.tp()).minus(slope.times(after(p)));
        Tensor both = Ops.logicalAnd(before(p).greater(0), after(p).greater(0));
        Tensor ratio = Ops.where(both, Ops.divideNoNan(before(p), Ops.maximum(after(p), zero)), Ops.onesLike(dtp));
        return Ops.divideNoNan(
                slope.times(dtp.plus(intercept.times(Ops.log(ratio)))),
                Ops.maximum(after(c.tp()).plus(after(c.fn())), zero));
    }

    /** All thresholds but the last. */
    private static Tensor before(Tensor t) {
        return Ops.slice(t, Slice.of(0, t.shape().dim(0) - 1));
    }

    /** All thresholds but the first. */
    private static Tensor after(Tensor t) {
        return Ops.slice(t, Slice.of(1, t.shape().dim(0)));
    }
}
