package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

class CumulativeTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        GoldenFile golden = new GoldenFile("cumulative");
        for (int axis = -1; axis < 2; axis++) {
            int a = axis;
            golden.one("cumprod_" + a, x -> Ops.cumprod(x, a));
        }
        golden.one("cumsum_-1", x -> Ops.cumsum(x, -1))
                .one("nancumsum_-1", x -> Ops.nancumsum(x, -1))
                .one("nancumprod_-1", x -> Ops.nancumprod(x, -1))
                .one("diff", x -> Ops.diff(x, 1, 1))
                .one("diff_twice", x -> Ops.diff(x, 2, -1))
                .one("trapezoid", y -> Ops.trapezoid(y, 0.5, 1))
                .two("trapezoid_points", (y, x) -> Ops.trapezoid(y, x, -1));
        return Stream.concat(
                golden.cases(),
                Stream.of(
                        OpCase.of("products of one", in -> List.of(Ops.cumprod(in.get(0), 1)), Tensors.normal(1, 3, 1)),
                        OpCase.of(
                                "products of nothing",
                                in -> List.of(Ops.cumprod(in.get(0), 0)),
                                Tensors.normal(2, 0, 3)),
                        OpCase.of(
                                "differences of one",
                                in -> List.of(Ops.diff(in.get(0), 1, 1)),
                                Tensors.normal(3, 3, 1)),
                        OpCase.of(
                                "no differences", in -> List.of(Ops.diff(in.get(0), 0, 1)), Tensors.normal(4, 3, 2))));
    }

    @Test
    void differencesAreCounted() {
        assertEquals(
                "diff: n must not be negative. Received: -1.",
                assertThrows(ConfigException.class, () -> Ops.diff(Ops.ones(3), -1, 0))
                        .getMessage());
    }
}
