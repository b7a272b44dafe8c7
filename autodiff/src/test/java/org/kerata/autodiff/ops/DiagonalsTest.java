package org.kerata.autodiff.ops;

import java.util.List;
import java.util.stream.Stream;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

class DiagonalsTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        GoldenFile golden = new GoldenFile("diagonals");
        for (int k : new int[] {0, 1, -2}) {
            golden.one("diag_matrix_" + k, x -> Ops.diag(x, k))
                    .one("diag_" + k, x -> Ops.diag(x, k))
                    .one("diagonal_" + k, x -> Ops.diagonal(x, k, 0, 2))
                    .one("trace_" + k, x -> Ops.trace(x, k, -1, 1))
                    .one("diagflat_" + k, x -> Ops.diagflat(x, k));
        }
        golden.one("trace", Ops::trace).one("diagonal", Ops::diagonal);
        return Stream.concat(
                golden.cases(),
                Stream.of(
                        OpCase.of("beyond the corner", in -> List.of(Ops.diag(in.get(0), 5)), Tensors.normal(1, 3, 4)),
                        OpCase.of(
                                "diagonals of a batch, and back",
                                in -> List.of(Ops.square(Ops.diagonal(in.get(0), -1, 1, 2))),
                                Tensors.normal(2, 3, 4, 2))));
    }
}
