package org.kerata.autodiff.ops;

import static org.kerata.autodiff.harness.OpCase.Check.DIFFERENCES;

import java.util.List;
import java.util.stream.Stream;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

class ElementwiseTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        Stream<OpCase> golden = new GoldenFile("elementwise")
                .one("exp", Ops::exp)
                .one("expm1", Ops::expm1)
                .one("log", Ops::log)
                .one("log1p", Ops::log1p)
                .one("tanh", Ops::tanh)
                .one("sigmoid", Ops::sigmoid)
                .one("erf", Ops::erf)
                .one("erfinv", Ops::erfinv)
                .one("sin", Ops::sin)
                .one("cos", Ops::cos)
                .skip("sin_special", DIFFERENCES)
                .skip("cos_special", DIFFERENCES)
                .cases();
        return Stream.concat(
                golden,
                Stream.of(
                        OpCase.big(
                                "a chain of costly functions",
                                in -> List.of(Ops.tanh(Ops.log1p(Ops.exp(in.get(0))))),
                                Tensors.normal(1, 257, 1025)),
                        OpCase.of(
                                "integers become reals",
                                in -> List.of(Ops.exp(in.get(0))),
                                Tensors.below(2, 5, 3, 4))));
    }
}
