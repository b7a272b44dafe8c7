package org.kerata.autodiff.ops;

import static org.kerata.autodiff.harness.OpCase.Check.DIFFERENCES;

import java.util.List;
import java.util.stream.Stream;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

class ArithmeticTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        Stream<OpCase> golden = new GoldenFile("arithmetic")
                .two("add", Ops::add)
                .two("subtract", Ops::subtract)
                .two("multiply", Ops::multiply)
                .two("divide", Ops::divide)
                .two("divide_no_nan", Ops::divideNoNan)
                .two("floor_divide", Ops::floorDivide)
                .two("mod", Ops::mod)
                .two("power", Ops::power)
                .one("power_square", x -> x.pow(2))
                .two("maximum", Ops::maximum)
                .two("minimum", Ops::minimum)
                .one("negative", Ops::negative)
                .one("absolute", Ops::absolute)
                .one("sign", Ops::sign)
                .one("square", Ops::square)
                .one("sqrt", Ops::sqrt)
                .one("rsqrt", Ops::rsqrt)
                .one("reciprocal", Ops::reciprocal)
                .one("floor", Ops::floor)
                .one("ceil", Ops::ceil)
                .one("round", Ops::round)
                .one("clip", x -> Ops.clip(x, -0.7, 1.1))
                .one("cast_to_int", x -> x.cast("int32"))
                .one("cast_to_bool", x -> x.cast("bool"))
                .skip("divide_no_nan", DIFFERENCES)
                .skip("round_halves", DIFFERENCES)
                .cases();
        return Stream.concat(
                golden,
                Stream.of(
                        OpCase.big(
                                "a chain over a matrix and a row",
                                in -> List.of(in.get(0)
                                        .times(in.get(1))
                                        .plus(in.get(1))
                                        .div(in.get(2))),
                                Tensors.normal(1, 513, 1025),
                                Tensors.normal(2, 1025),
                                Tensors.uniform(3, 1, 2, 513, 1)),
                        OpCase.of(
                                "float64 stays float64",
                                in -> List.of(in.get(0)
                                        .cast(DType.FLOAT64)
                                        .times(1e-9)
                                        .plus(1)),
                                Tensors.normal(4, 5)),
                        OpCase.of(
                                "nothing",
                                in -> List.of(in.get(0).plus(in.get(1)).times(2)),
                                Tensors.normal(5, 0, 3),
                                Tensors.normal(6, 3)),
                        OpCase.of(
                                "rank 6",
                                in -> List.of(in.get(0).times(in.get(1))),
                                Tensors.normal(7, 2, 1, 3, 1, 2, 1),
                                Tensors.normal(8, 3, 1, 4, 1, 3))));
    }
}
