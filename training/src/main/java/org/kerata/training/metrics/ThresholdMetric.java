package org.kerata.training.metrics;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * A metric of predictions that count as positive above one or more thresholds. Sample weights count, masks do not, as in Keras.
 *
 * @param <M> the metric's own type
 */
abstract class ThresholdMetric<M extends ThresholdMetric<M>> extends CountedMetric<M> {
    private static final Kind<double[]> THRESHOLDS = Kind.of(
            "a number from 0 to 1, or a list of such",
            ThresholdMetric::parse,
            t -> t.length == 1 ? (Object) t[0] : Arrays.stream(t).boxed().toList());

    private final Option<double[]> thresholds = optional("thresholds", THRESHOLDS);
    private @Nullable Confusion confusion;

    ThresholdMetric(String name, Direction direction) {
        super(name, direction);
    }

    /** Above which predictions count as positive, each from 0 to 1; one of 0.5 by default. Several give several results. */
    public final M thresholds(double... thresholds) {
        return with(this.thresholds, thresholds);
    }

    private static double @Nullable [] parse(Object value) {
        double[] t = value instanceof double[] d
                ? d.clone()
                : (value instanceof List<?> list ? list : List.of(value))
                        .stream()
                                .mapToDouble(x -> x instanceof Number n ? n.doubleValue() : Double.NaN)
                                .toArray();
        return t.length > 0 && Arrays.stream(t).allMatch(x -> x >= 0 && x <= 1) ? t : null;
    }

    /** The threshold where none is given. */
    double standard() {
        return 0.5;
    }

    /** Which predictions count. */
    Confusion.Selection selection() {
        return Confusion.Selection.ALL;
    }

    private double[] levels() {
        double[] t = thresholds.orNull();
        return t == null ? new double[] {standard()} : t;
    }

    /** Makes the totals, now that the options are known. */
    abstract void declare(Shape shape);

    /** Adds the counts of a batch. */
    abstract void add(Confusion.Counts counts);

    @Override
    final void accumulate(Tensor y, Tensor p, @Nullable Tensor sampleWeight, @Nullable Tensor mask) {
        Confusion c = confusion;
        if (c == null) {
            double[] t = levels();
            c = new Confusion(name(), t, Confusion.isEven(t), false);
            declare(c.shape(1));
            confusion = c;
        }
        add(c.of(y, p, sampleWeight, selection()));
    }

    @Override
    final boolean hasTotals() {
        return confusion != null;
    }

    /** A number if there is one threshold. */
    final Tensor figure(Tensor perThreshold) {
        return perThreshold.size() == 1 ? perThreshold.reshape() : perThreshold;
    }

    /** A total that is zero while nothing was added. */
    static Tensor orZero(@Nullable Variable v) {
        return v == null ? Tensor.of(new float[1]) : v;
    }
}
