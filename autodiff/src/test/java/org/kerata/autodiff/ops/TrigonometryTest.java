package org.kerata.autodiff.ops;

import java.util.List;
import java.util.stream.Stream;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpCase.Check;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

/** Trigonometric and hyperbolic functions and their inverses. */
class TrigonometryTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        Stream<OpCase> golden = new GoldenFile("trigonometry")
                .one("tan", Ops::tan)
                .one("arcsin", Ops::arcsin)
                .one("arccos", Ops::arccos)
                .one("arctan", Ops::arctan)
                .two("arctan2", Ops::arctan2)
                .one("sinh", Ops::sinh)
                .one("cosh", Ops::cosh)
                .one("arcsinh", Ops::arcsinh)
                .one("arccosh", Ops::arccosh)
                .one("arctanh", Ops::arctanh)
                .one("sinc", Ops::sinc)
                .one("deg2rad", Ops::deg2rad)
                .one("rad2deg", Ops::rad2deg)
                // At 0 the rule gives the slope but not the curvature.
                .skip("sinc_zero", Check.DIFFERENCES)
                .cases();
        return Stream.concat(
                golden,
                Stream.of(
                        OpCase.big(
                                "a rotation of many points",
                                in -> List.of(
                                        Ops.cos(in.get(0)).times(Ops.sinh(in.get(1))),
                                        Ops.arctan2(Ops.sin(in.get(0)), in.get(1))),
                                Tensors.normal(1, 257, 513),
                                Tensors.uniform(2, 0.5, 2, 513)),
                        OpCase.of("angles of nothing", in -> List.of(Ops.tan(in.get(0))), Tensors.normal(3, 0, 3))));
    }
}
