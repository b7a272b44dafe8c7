package org.kerata.autodiff.ops;

import java.util.List;
import java.util.stream.Stream;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

class ComparisonsTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        Stream<OpCase> golden = new GoldenFile("comparisons")
                .two("equal", Ops::equal)
                .two("not_equal", Ops::notEqual)
                .two("less", Ops::less)
                .two("less_equal", Ops::lessEqual)
                .two("greater", Ops::greater)
                .two("greater_equal", Ops::greaterEqual)
                .two("logical_and", Ops::logicalAnd)
                .two("logical_or", Ops::logicalOr)
                .two("logical_xor", Ops::logicalXor)
                .one("logical_not", Ops::logicalNot)
                .one("isfinite", Ops::isFinite)
                .one("isnan", Ops::isNan)
                .one("isinf", Ops::isInf)
                .with("where", in -> List.of(Ops.where(in.get(0), in.get(1), in.get(2))))
                .cases();
        return Stream.concat(
                golden,
                Stream.of(OpCase.big(
                        "a choice over a matrix and a row",
                        in -> List.of(Ops.where(
                                in.get(0).greater(in.get(1)),
                                in.get(0),
                                in.get(1).times(2))),
                        Tensors.normal(1, 513, 1025),
                        Tensors.normal(2, 1025))));
    }
}
