package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpCase.Check;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.OpHarness;

class CountsTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        return new GoldenFile("counts")
                .one("bincount_line", n -> Ops.bincount(n, 5))
                .one("bincount_rows", n -> Ops.bincount(n, 5))
                .two("bincount_weights", (n, w) -> Ops.bincount(n, w, 5))
                .with("histogram_4", in -> Ops.histogram(in.get(0), 4))
                .with("histogram_range", in -> Ops.histogram(in.get(0), 4, 0, 1))
                // Elements on the bounds change their bin, and the bounds follow the extremes.
                .skip("histogram_4", Check.DIFFERENCES)
                .skip("histogram_4_same", Check.DIFFERENCES)
                .skip("histogram_range", Check.DIFFERENCES)
                .cases();
    }

    @ParameterizedTest
    @EnumSource
    void numbersOutOfRangeAreNamed(Engine.Kernels kernels) {
        Tensor numbers = Tensor.of(new int[] {0, 1, 5});
        assertEquals(
                "bincount: number 5 at position 2 is out of range. Expected 0 to 4, there being 5 bins. Give a larger length.",
                OpHarness.under(
                                kernels,
                                1,
                                () -> assertThrows(
                                        KerataException.class,
                                        () -> Ops.bincount(numbers, 5).ints()))
                        .getMessage());
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals(
                "bincount: Numbers must be int32 or int64. Received: float32 (3,). Put a cast before them.",
                assertThrows(ShapeException.class, () -> Ops.bincount(Ops.ones(3), 5))
                        .getMessage());
        assertEquals(
                "bincount: There must be a weight for each number. Received: numbers (2,) and weights (3,).",
                assertThrows(ShapeException.class, () -> Ops.bincount(Tensor.of(new int[] {1, 2}), Ops.ones(3), 5))
                        .getMessage());
        assertEquals(
                "histogram: there must be room for at least one. Received: 0.",
                assertThrows(ConfigException.class, () -> Ops.histogram(Ops.ones(3), 0))
                        .getMessage());
        assertEquals(
                "histogram: the lower bound must not be above the upper one. Received: 1.0 and 0.0.",
                assertThrows(ConfigException.class, () -> Ops.histogram(Ops.ones(3), 2, 1, 0))
                        .getMessage());
    }
}
