package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;

/** Vectors moved along each other, and convolutions in two steps. */
class CorrelationTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        return new GoldenFile("correlation")
                .two("valid", Ops::correlate)
                .two("same", (a, b) -> Ops.correlate(a, b, "same"))
                .two("full", (a, b) -> Ops.correlate(a, b, "full"))
                .with("separable", in -> separable(in, 2, 1, 1, Padding.VALID))
                .with("separable_strided", in -> separable(in, 2, 2, 1, Padding.SAME))
                .with("separable_1d", in -> separable(in, 1, 1, 2, Padding.VALID))
                .cases();
    }

    private static List<Tensor> separable(List<Tensor> in, int axes, int stride, int dilation, Padding padding) {
        List<Integer> strides = Collections.nCopies(axes, stride);
        List<Integer> dilations = Collections.nCopies(axes, dilation);
        return List.of(Ops.separableConv(
                in.get(0), in.get(1), in.get(2), new Convolutions.Convolution(strides, dilations, 1, padding)));
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals(
                "correlate: the mode must be one of \"valid\", \"same\", \"full\". Received: \"half\".",
                assertThrows(ConfigException.class, () -> Ops.correlate(Ops.ones(3), Ops.ones(2), "half"))
                        .getMessage());
        assertEquals(
                "correlate: There must be two vectors of one type. Received: float32 (3, 1) and float32 (2,).",
                assertThrows(ShapeException.class, () -> Ops.correlate(Ops.ones(3, 1), Ops.ones(2)))
                        .getMessage());
        assertEquals(
                "correlate: The vectors must not be empty. Received: float32 (3,) and float32 (0,).",
                assertThrows(ShapeException.class, () -> Ops.correlate(Ops.ones(3), Ops.ones(0)))
                        .getMessage());
    }
}
