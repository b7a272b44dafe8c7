package org.kerata.autodiff.ops;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;

/** Constants; a case's input is there because cases have one. */
class ConstantsTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        GoldenFile golden = new GoldenFile("constants");
        for (int n : new int[] {1, 5, 8}) {
            golden.with("bartlett_" + n, constant(() -> Ops.bartlett(n)))
                    .with("blackman_" + n, constant(() -> Ops.blackman(n)))
                    .with("hamming_" + n, constant(() -> Ops.hamming(n)))
                    .with("hanning_" + n, constant(() -> Ops.hanning(n)))
                    .with("kaiser_" + n, constant(() -> Ops.kaiser(n, 8.6)));
        }
        return golden.with("arange", constant(() -> Ops.arange(2, 11, 3)))
                .with("arange_down", constant(() -> Ops.arange(5, -2, -2)))
                .with("arange_real", constant(() -> Ops.arange(0.5, 2.3, 0.25)))
                .with("linspace", constant(() -> Ops.linspace(-1, 2, 7)))
                .with("linspace_open", constant(() -> Ops.linspace(-1, 2, 6, false, DType.FLOAT32)))
                .with("linspace_one", constant(() -> Ops.linspace(3, 4, 1)))
                .two("linspace_tensors", (a, b) -> Ops.linspace(a, b, 4, true, 1))
                .with("logspace", constant(() -> Ops.logspace(-1, 2, 5, true, 10)))
                .with("logspace_two", constant(() -> Ops.logspace(0, 3, 4, false, 2)))
                .with("geomspace", constant(() -> Ops.geomspace(-2, -54, 4, true)))
                .with("geomspace_open", constant(() -> Ops.geomspace(1, 16, 4, false)))
                .with("eye", constant(() -> Ops.eye(3, 4, 1, DType.FLOAT32)))
                .with("eye_below", constant(() -> Ops.eye(4, 3, -2, DType.INT32)))
                .with("identity", constant(() -> Ops.identity(3)))
                .with("tri", constant(() -> Ops.tri(3, 4, -1)))
                .with("meshgrid", in -> Ops.meshgrid(in, "xy"))
                .with("meshgrid_ij", in -> Ops.meshgrid(in, "ij"))
                .one("vander", x -> Ops.vander(x, 4, false))
                .one("vander_rising", x -> Ops.vander(x, 3, true))
                .cases();
    }

    private static Compiled.Function constant(Supplier<Tensor> f) {
        return in -> List.of(f.get());
    }
}
