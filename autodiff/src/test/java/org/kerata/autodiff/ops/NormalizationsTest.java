package org.kerata.autodiff.ops;

import java.util.List;
import java.util.stream.Stream;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

class NormalizationsTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        Stream<OpCase> golden = new GoldenFile("normalizations")
                .with("batch_norm", in -> Ops.batchNorm(in.get(0), in.get(1), in.get(2), 1e-3))
                .with("batch_norm_y", in -> List.of(y(in)))
                // Stretched rows have no variance, so sums of differences are divided by the root of epsilon alone.
                .but("batch_norm_dense", c -> c.within(1e-3))
                .cases();
        return Stream.concat(
                golden,
                Stream.of(
                        OpCase.big(
                                "batch norm of images",
                                in -> List.of(y(in)),
                                input(1, 0, 1, 33, 17, 15, 32),
                                row(2, 32),
                                row(3, 32)),
                        OpCase.big(
                                "batch norm with statistics",
                                in -> Ops.batchNorm(in.get(0), in.get(1), in.get(2), 1e-3),
                                input(1, 0, 1, 33, 17, 15, 31),
                                row(2, 31),
                                row(3, 31)),
                        OpCase.big(
                                "batch norm of rows",
                                in -> List.of(y(in)),
                                input(4, 0, 1, 1301, 257),
                                row(5, 257),
                                row(6, 257)),
                        OpCase.big(
                                        "batch norm far from zero",
                                        in -> List.of(y(in)),
                                        input(7, 100, 3, 63, 25, 13, 16),
                                        row(8, 16),
                                        row(9, 16))
                                .within(2e-4),
                        OpCase.big(
                                "batch norm then relu",
                                in -> List.of(Ops.relu(y(in))),
                                input(10, 0, 1, 33, 17, 15, 32),
                                row(11, 32),
                                row(12, 32)),
                        OpCase.of(
                                        "batch norm of equal rows",
                                        in -> List.of(y(in)),
                                        Ops.ones(6, 3),
                                        row(13, 3),
                                        row(14, 3))
                                .within(1e-3)));
    }

    private static Tensor y(List<Tensor> in) {
        return Ops.batchNorm(in.get(0), in.get(1), in.get(2), 1e-3).get(0);
    }

    private static Tensor input(long seed, double mean, double deviation, long... shape) {
        return Tensors.normal(seed, shape).times(deviation).plus(mean);
    }

    private static Tensor row(long seed, long n) {
        return Tensors.uniform(seed, 0.5, 1.5, n);
    }
}
