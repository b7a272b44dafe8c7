package org.kerata.autodiff.ops;

import java.util.List;
import java.util.stream.Stream;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;

/** Element types of results, and what integers and truth values give. */
class TypesTest implements OpContract {
    private static final int[] ALL = {};

    @Override
    public Stream<OpCase> cases() {
        return new GoldenFile("types")
                .two("add", Ops::add)
                .two("multiply", Ops::multiply)
                .two("divide", Ops::divide)
                .two("maximum", Ops::maximum)
                .two("power", Ops::power)
                .two("equal", Ops::equal)
                .two("less", Ops::less)
                .two("floor_divide", Ops::floorDivide)
                .two("matmul", Ops::matmul)
                .with("concatenate", in -> List.of(Ops.concatenate(in, 0)))
                .with("where", in -> List.of(Ops.where(in.get(0), in.get(1), in.get(2))))
                .one("exp", Ops::exp)
                .one("log1p", Ops::log1p)
                .one("tanh", Ops::tanh)
                .one("sqrt", Ops::sqrt)
                .one("relu", Ops::relu)
                .one("sum", Tensor::sum)
                .one("mean", Tensor::mean)
                .one("max", Tensor::max)
                .one("min", Tensor::min)
                .one("prod", x -> Ops.prod(x, ALL, false))
                .one("var", x -> Ops.var(x, ALL, false))
                .one("std", x -> Ops.std(x, ALL, false))
                .one("cumsum", x -> Ops.cumsum(x, 0))
                .cases()
                .map(c -> c.without(OpCase.Check.DIFFERENCES));
    }
}
