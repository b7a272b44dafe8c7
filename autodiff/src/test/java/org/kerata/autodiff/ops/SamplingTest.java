package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpCase.Check;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;
import org.kerata.autodiff.ops.Sampling.FillMode;
import org.kerata.autodiff.ops.Sampling.How;

/** Elements at coordinates that need not be whole. */
class SamplingTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        GoldenFile golden = new GoldenFile("sampling");
        for (FillMode mode : FillMode.values()) {
            How how = mode == FillMode.CONSTANT ? How.DEFAULT.fill(0.75) : How.DEFAULT.fill(mode);
            String name = "map_" + mode.name().toLowerCase(Locale.ROOT);
            golden.two(name + "_0", (x, c) -> Ops.mapCoordinates(x, c, how.by(Interpolation.NEAREST)))
                    .two(name + "_1", (x, c) -> Ops.mapCoordinates(x, c, how));
        }
        How nearest = How.DEFAULT.fill(FillMode.NEAREST);
        return golden.two("map_cube", (x, c) -> Ops.mapCoordinates(x, c, How.DEFAULT.fill(FillMode.REFLECT)))
                .two("map_line", Ops::mapCoordinates)
                .two("map_whole", (x, c) -> Ops.mapCoordinates(x, c, nearest))
                .two("map_halves", (x, c) -> Ops.mapCoordinates(x, c, nearest.by(Interpolation.NEAREST)))
                .skip("map_whole", Check.DIFFERENCES)
                .skip("map_halves", Check.DIFFERENCES, Check.VIEWS)
                .cases();
    }

    @Test
    void oneElementIsEverywhereButBehindConstants() {
        Tensor x = Tensor.of(new float[] {3}, 1);
        Tensor far = Tensor.of(new float[] {-2.25f, 0, 1.75f}, 1, 3);
        for (FillMode mode : FillMode.values()) {
            if (mode != FillMode.CONSTANT) {
                assertEquals(
                        List.of(3f, 3f, 3f),
                        Tensors.list(Ops.mapCoordinates(x, far, How.DEFAULT.fill(mode))),
                        mode.toString());
            }
        }
        assertEquals(List.of(0f, 3f, 0f), Tensors.list(Ops.mapCoordinates(x, far)));
    }

    @Test
    void saysWhatIsWrong() {
        refused(
                "map_coordinates: Coordinates must have shape (2, …), a row for each axis of the tensor (3, 4). Received: (3, 5).",
                () -> Ops.mapCoordinates(Ops.ones(3, 4), Ops.ones(3, 5)));
        refused(
                "map_coordinates: Coordinates must have shape (1, …), a row for each axis of the tensor (3,). Received: (1,).",
                () -> Ops.mapCoordinates(Ops.ones(3), Ops.ones(1)));
        refused(
                "The interpolation must be \"nearest\" or \"bilinear\". Received: \"bicubic\".",
                () -> How.DEFAULT.by(Interpolation.BICUBIC));
    }

    private static void refused(String message, Executable e) {
        assertEquals(message, assertThrows(ShapeException.class, e).getMessage());
    }
}
