package org.kerata.serialization;

import static org.kerata.serialization.OperatorKinds.arguments;
import static org.kerata.serialization.OperatorKinds.axisOrAll;
import static org.kerata.serialization.OperatorKinds.oneOrMore;
import static org.kerata.serialization.OperatorKinds.options;
import static org.kerata.serialization.OperatorKinds.place;
import static org.kerata.serialization.OperatorKinds.readOnly;
import static org.kerata.serialization.OperatorKinds.reduction;
import static org.kerata.serialization.OperatorKinds.withOptions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.ops.Cumulative;
import org.kerata.autodiff.ops.NanReductions;
import org.kerata.autodiff.ops.Quantiles;
import org.kerata.autodiff.ops.Reductions;
import org.kerata.autodiff.ops.Segments;
import org.kerata.autodiff.ops.Sorting;
import org.kerata.autodiff.ops.Statistics;

/** Sums, means and what else makes fewer elements of many, and orders them, between layers. */
final class ReductionOperators {
    private ReductionOperators() {}

    static List<Operator> all() {
        List<Operator> out = new ArrayList<>(List.of(
                reduction("numpy", "Sum", Reductions.SUM, Ops::sum),
                reduction("numpy", "Mean", Reductions.MEAN, Ops::mean),
                reduction("numpy", "Prod", Reductions.PROD, Ops::prod),
                reduction("numpy", "Var", Reductions.VARIANCE, Ops::var),
                reduction("numpy", "Std", Reductions.STD, Ops::std),
                reduction("numpy", "Max", Reductions.MAX, Ops::max),
                reduction("numpy", "Min", Reductions.MIN, Ops::min),
                reduced("Amax", Ops::max),
                reduced("Amin", Ops::min),
                reduction("numpy", "Any", Reductions.ANY, Ops::any),
                reduction("numpy", "All", Reductions.ALL, Ops::all),
                reduction("math", "Logsumexp", Reductions.LOGSUMEXP, Ops::logsumexp),
                reduction("numpy", "Ptp", Statistics.PTP, Ops::ptp),
                reduction("numpy", "Nansum", NanReductions.NANSUM, Ops::nansum),
                reduction("numpy", "Nanmean", NanReductions.NANMEAN, Ops::nanmean),
                reduction("numpy", "Nanprod", NanReductions.NANPROD, Ops::nanprod),
                reduction("numpy", "Nanvar", NanReductions.NANVAR, Ops::nanvar),
                reduction("numpy", "Nanstd", NanReductions.NANSTD, Ops::nanstd),
                reduction("numpy", "Nanmax", NanReductions.NANMAX, Ops::nanmax),
                reduction("numpy", "Nanmin", NanReductions.NANMIN, Ops::nanmin),
                reduced("Median", Ops::median),
                reduced("Nanmedian", Ops::nanmedian),
                place("Argmax", Reductions.ARGMAX, Ops::argmax),
                place("Argmin", Reductions.ARGMIN, Ops::argmin),
                place("Nanargmax", NanReductions.NANARGMAX, Ops::nanargmax),
                place("Nanargmin", NanReductions.NANARGMIN, Ops::nanargmin),
                withOptions(
                        "numpy",
                        "CountNonzero",
                        Statistics.COUNT_NONZERO,
                        (Reductions.Axes a) -> over(a, "The count of what is not zero"),
                        g -> Ops.countNonzero(g.tensor(), g.axes(1, "axis"))),
                withOptions(
                        "numpy",
                        "Average",
                        Statistics.AVERAGE,
                        (Reductions.Axes a) -> average(a),
                        ReductionOperators::average),
                axisOrAll("numpy", "Cumsum", Reductions.CUMSUM, Reductions.Growing::axis, Ops::cumsum),
                axisOrAll("numpy", "Cumprod", Cumulative.CUMPROD, Reductions.Growing::axis, Ops::cumprod),
                axisOrAll("numpy", "Nancumsum", Cumulative.NANCUMSUM, Reductions.Growing::axis, Ops::nancumsum),
                axisOrAll("numpy", "Nancumprod", Cumulative.NANCUMPROD, Reductions.Growing::axis, Ops::nancumprod),
                withOptions(
                        "numpy",
                        "Diff",
                        Cumulative.DIFF,
                        (Cumulative.Differences a) -> options("n", a.n(), "axis", a.axis()),
                        g -> Ops.diff(g.tensor(0, "a"), g.integer(1, "n", 1), g.integer(2, "axis", -1))),
                new Operator(
                        "numpy",
                        "Trapezoid",
                        Cumulative.TRAPEZOID,
                        n -> {
                            if (n.inputs().size() > 1) {
                                throw new ConfigException(
                                        "The area under points whose places are given cannot be written"
                                                + " into a model's config. Put it into a layer of your own.");
                            }
                            return new Operator.Written(
                                    options("x", null, "dx", 1.0, "axis", ((Reductions.Axis) n.attributes()).axis()),
                                    arguments(n));
                        },
                        g -> List.of(trapezoid(g))),
                quantile("Quantile", Quantiles.QUANTILE, 1, false),
                quantile("Nanquantile", Quantiles.NANQUANTILE, 1, true),
                quantile("Percentile", null, 100, false),
                quantile("Nanpercentile", null, 100, true),
                OperatorKinds.axis("numpy", "Sort", Sorting.SORT, Reductions.Axis::axis, -1, Ops::sort),
                OperatorKinds.axis("numpy", "Argsort", Sorting.ARGSORT, Reductions.Axis::axis, -1, Ops::argsort),
                new Operator(
                        "math",
                        "TopK",
                        Sorting.TOP_K,
                        n -> new Operator.Written(
                                options("k", ((Sorting.Top) n.attributes()).k(), "sorted", true), arguments(n)),
                        g -> {
                            g.truth(2, "sorted", true); // sorted ones are as good for who does not care
                            return Ops.topK(g.tensor(), g.integer(1, "k", 1));
                        }),
                new Operator(
                        "math",
                        "InTopK",
                        Sorting.IN_TOP_K,
                        n -> new Operator.Written(options("k", ((Sorting.Top) n.attributes()).k()), arguments(n)),
                        g -> List.of(
                                Ops.inTopK(g.tensor(0, "targets"), g.tensor(1, "predictions"), g.integer(2, "k", 1)))),
                segments("SegmentSum", Segments.SEGMENT_SUM, Ops::segmentSum),
                segments("SegmentMax", Segments.SEGMENT_MAX, Ops::segmentMax),
                segments("SegmentMin", Segments.SEGMENT_MIN, Ops::segmentMin),
                segments("SegmentProd", Segments.SEGMENT_PROD, Ops::segmentProd)));
        return out;
    }

    /** A reduction that is another one here, or several ops. */
    private static Operator reduced(String className, OperatorKinds.Reduction apply) {
        return readOnly("numpy", className, g -> List.of(OperatorKinds.reduced(g, apply)));
    }

    private static Map<String, @Nullable Object> over(Reductions.Axes a, String what) {
        if (a.keepDims()) {
            throw new ConfigException(
                    what + " that keeps its axes has no place in a Keras config. Call Ops.reshape on it.");
        }
        return average(a);
    }

    private static Map<String, @Nullable Object> average(Reductions.Axes a) {
        return options("axis", oneOrMore(a.axes()));
    }

    private static Tensor average(Given g) {
        Tensor weights = g.tensorOrNull(1, "weights");
        int[] axes = g.axes(2, "axis");
        return weights == null ? Ops.average(g.tensor(), axes) : Ops.average(g.tensor(), weights, axes);
    }

    private static Tensor trapezoid(Given g) {
        Tensor places = g.tensorOrNull(1, "x");
        int axis = g.integer(3, "axis", -1);
        double width = g.number(2, "dx", 1);
        Tensor y = g.tensor(0, "y");
        return places == null ? Ops.trapezoid(y, width, axis) : Ops.trapezoid(y, places, axis);
    }

    private static Operator quantile(
            String className, @Nullable Op<Quantiles.Quantile> op, double whole, boolean skipsNan) {
        Operator.Reader reader = g -> {
            Object q = g.orNull(1, "q");
            List<?> list = q instanceof List<?> l ? l : List.of(OperatorKinds.required(g, q, "q"));
            double[] parts = new double[list.size()];
            for (int i = 0; i < parts.length; i++) {
                if (!(list.get(i) instanceof Number n)) {
                    throw new ConfigException(
                            g.what() + ": q must be a number or a list of numbers. Received: " + q + ".");
                }
                parts[i] = n.doubleValue() / whole;
            }
            Quantiles.Method method =
                    Quantiles.Method.valueOf(g.text(-1, "method", "linear").toUpperCase(Locale.ROOT));
            int[] axes = g.axes(2, "axis");
            boolean keep = g.truth(3, "keepdims", false);
            if (!(q instanceof List<?>) && (!skipsNan || method == Quantiles.Method.LINEAR)) {
                return List.of(
                        skipsNan
                                ? Ops.nanquantile(g.tensor(), parts[0], axes, keep)
                                : Ops.quantile(g.tensor(), parts[0], axes, keep, method));
            }
            Tensor y = skipsNan
                    ? Ops.nanquantile(g.tensor(), parts, axes, keep, method)
                    : Ops.quantile(g.tensor(), parts, axes, keep, method);
            return List.of(q instanceof List<?> ? y : Ops.squeeze(y, 0));
        };
        if (op == null) {
            return readOnly("numpy", className, reader);
        }
        return new Operator(
                "numpy",
                className,
                op,
                n -> {
                    Quantiles.Quantile a = (Quantiles.Quantile) n.attributes();
                    List<@Nullable Object> arguments = arguments(n);
                    // Keras's own files of Quantile cannot be run by JAX; those of Percentile can.
                    List<Double> percent = a.parts().stream()
                            .map(q -> Math.rint(q * 1e14) / 1e12)
                            .toList();
                    arguments.add(a.single() ? (Object) percent.get(0) : percent);
                    return new Operator.Written(
                            skipsNan ? "numpy.Nanpercentile" : "numpy.Percentile",
                            options(
                                    "axis",
                                    oneOrMore(a.axes().axes()),
                                    "method",
                                    a.method().name().toLowerCase(Locale.ROOT),
                                    "keepdims",
                                    a.axes().keepDims()),
                            arguments);
                },
                reader);
    }

    private interface Segmented {
        Tensor apply(Tensor rows, Tensor ids, int segments);
    }

    private static Operator segments(String className, Op<Segments.Count> op, Segmented apply) {
        return new Operator(
                "math",
                className,
                op,
                n -> new Operator.Written(
                        options("num_segments", ((Segments.Count) n.attributes()).segments(), "sorted", false),
                        arguments(n)),
                g -> {
                    g.truth(3, "sorted", false); // makes it faster, if anything
                    OperatorKinds.required(g, g.orNull(2, "num_segments"), "num_segments");
                    return List.of(apply.apply(
                            g.tensor(0, "data"), g.tensor(1, "segment_ids"), g.integer(2, "num_segments", 1)));
                });
    }
}
