package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpCase.Check;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

/** Counts, means, norms, quantiles, and reductions that leave NaN out. */
class StatisticsTest implements OpContract {
    private static final int[] ALL = {};
    private static final int[] LAST = {-1};
    private static final double[] PARTS = {0, 0.15, 0.5, 1};

    private interface Reduction {
        Tensor of(Tensor x, int[] axes, boolean keepDims);
    }

    @Override
    public Stream<OpCase> cases() {
        GoldenFile golden = new GoldenFile("statistics")
                .one("count_nonzero", Ops::countNonzero)
                .one("count_nonzero_axis", x -> Ops.countNonzero(x, 1))
                .one("ptp", x -> Ops.ptp(x, new int[] {1}, false))
                .one("ptp_whole", x -> Ops.ptp(x, ALL, false))
                .one("amax", x -> Ops.amax(x, new int[] {0}, false))
                .one("amin", x -> Ops.amin(x, new int[] {0}, false))
                .one("average", x -> Ops.average(x, 1))
                .two("average_weights", (x, w) -> Ops.average(x, w, 1))
                .two("average_full", (x, w) -> Ops.average(x, w, 0, 2))
                .two("average_all", Ops::average)
                .with("moments", in -> Ops.moments(in.get(0), new int[] {0, 2}, true))
                .one("normalize_1", x -> Ops.normalize(x, 1, 1))
                .one("normalize_2", x -> Ops.normalize(x, 1, 2))
                .one("normalize_3", x -> Ops.normalize(x, 1, 3))
                .one("normalize_2_zero", x -> Ops.normalize(x, -1, 2))
                .skip("normalize_2_zero", Check.DIFFERENCES, Check.FAST, Check.VIEWS)
                .one("median_ties", x -> Ops.median(x, new int[] {1}, false))
                .skip("median_ties", Check.DIFFERENCES)
                .one("percentile", x -> Ops.percentile(x, 70, new int[] {0}, false))
                .one("nanpercentile", x -> Ops.nanpercentile(x, 70, new int[] {0}, false))
                .one("nanargmax", x -> Ops.nanargmax(x, -1))
                .one("nanargmin", x -> Ops.nanargmin(x, -1));
        ways(golden, "median", Ops::median);
        ways(golden, "nanmedian", Ops::nanmedian);
        golden.one("median_whole", x -> Ops.median(x, ALL, false));
        for (Quantiles.Method m : Quantiles.Method.values()) {
            String name = m.name().toLowerCase(Locale.ROOT);
            golden.one("quantile_" + name, x -> Ops.quantile(x, 0.3, new int[] {1}, false, m))
                    .one("quantiles_" + name, x -> Ops.quantile(x, PARTS, new int[] {1}, true, m))
                    .one(
                            "nanquantile_" + name,
                            x -> Ops.nanquantile(x, new double[] {0.3}, LAST, false, m)
                                    .get(0))
                    .one("nanquantiles_" + name, x -> Ops.nanquantile(x, PARTS, LAST, false, m));
        }
        without()
                .forEach((name, f) -> golden.one(name + "_holes", x -> f.of(x, LAST, false))
                        .one(name + "_empty", x -> f.of(x, LAST, false))
                        .one(name + "_plain", x -> f.of(x, new int[] {0, 2}, true))
                        .one(name + "_whole", x -> f.of(x, ALL, false)));
        return Stream.concat(
                golden.cases(),
                Stream.of(
                        OpCase.of(
                                "the only element of many lines",
                                in -> List.of(Ops.median(in.get(0), LAST, false), Ops.nanmedian(in.get(0), LAST, true)),
                                Tensors.normal(1, 3, 1)),
                        OpCase.big(
                                "means of many lines without their holes",
                                in -> List.of(Ops.nanmean(in.get(0), LAST, false)),
                                Tensors.normal(2, 513, 257))));
    }

    private static void ways(GoldenFile golden, String name, Reduction f) {
        golden.one(name + "_all", x -> f.of(x, ALL, false))
                .one(name + "_last", x -> f.of(x, LAST, false))
                .one(name + "_first", x -> f.of(x, new int[] {0}, true))
                .one(name + "_two", x -> f.of(x, new int[] {0, 2}, false));
    }

    private static Map<String, Reduction> without() {
        Map<String, Reduction> all = new LinkedHashMap<>();
        all.put("nansum", Ops::nansum);
        all.put("nanprod", Ops::nanprod);
        all.put("nanmean", Ops::nanmean);
        all.put("nanvar", Ops::nanvar);
        all.put("nanstd", Ops::nanstd);
        all.put("nanmax", Ops::nanmax);
        all.put("nanmin", Ops::nanmin);
        return all;
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals(
                "quantile: the part must be from 0 to 1 (0 to 100 in percent). Received: 1.5.",
                assertThrows(ConfigException.class, () -> Ops.quantile(Ops.ones(3), 1.5, ALL, false))
                        .getMessage());
        assertEquals(
                "quantile: Axis 0 of shape (0, 3) is empty, so it has no extreme.",
                assertThrows(ShapeException.class, () -> Ops.median(Ops.ones(0, 3), new int[] {0}, false))
                        .getMessage());
        assertEquals(
                "average: The weights must have the tensor's shape (2, 3), or be a vector as long as the one axis that is averaged."
                        + " Received: (2,) for axes [1].",
                assertThrows(ShapeException.class, () -> Ops.average(Ops.ones(2, 3), Ops.ones(2), 1))
                        .getMessage());
        assertEquals(
                "normalize: the order must be at least 1. Received: 0.",
                assertThrows(ConfigException.class, () -> Ops.normalize(Ops.ones(3), 0, 0))
                        .getMessage());
    }
}
