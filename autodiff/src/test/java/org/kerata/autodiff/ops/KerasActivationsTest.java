package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

/** The piecewise and the smooth activations. */
class KerasActivationsTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        GoldenFile golden = new GoldenFile("keras_activations")
                .one("celu", x -> Ops.celu(x, 1))
                .one("celu_alpha", x -> Ops.celu(x, 0.4))
                .one("hard_shrink", x -> Ops.hardShrink(x, 0.5))
                .one("hard_shrink_one", x -> Ops.hardShrink(x, 1))
                .one("hard_sigmoid", Ops::hardSigmoid)
                .one("hard_silu", Ops::hardSilu)
                .one("hard_tanh", Ops::hardTanh)
                .one("log_sigmoid", Ops::logSigmoid)
                .one("mish", Ops::mish)
                .one("soft_shrink", x -> Ops.softShrink(x, 0.5))
                .one("soft_shrink_one", x -> Ops.softShrink(x, 1))
                .one("softsign", Ops::softsign)
                .one("sparse_plus", Ops::sparsePlus)
                .one("sparse_sigmoid", Ops::sparseSigmoid)
                .one("squareplus", x -> Ops.squareplus(x, 4))
                .one("squareplus_b", x -> Ops.squareplus(x, 1.5))
                .one("tanh_shrink", Ops::tanhShrink)
                .one("threshold", x -> Ops.threshold(x, 0.7, -3))
                .one("sparsemax_far", x -> Ops.sparsemax(x, -1));
        for (int axis = -1; axis < 2; axis++) {
            int a = axis;
            golden.one("sparsemax_" + a, x -> Ops.sparsemax(x, a)).one("glu_" + a, x -> Ops.glu(x, a));
        }
        return Stream.concat(
                golden.cases(),
                Stream.of(
                        OpCase.big("mish of many", in -> List.of(Ops.mish(in.get(0))), Tensors.normal(1, 257, 513)),
                        OpCase.big(
                                "hard silu of a dense layer",
                                in -> List.of(Ops.hardSilu(in.get(0).plus(in.get(1)))),
                                Tensors.uniform(2, -2, 2, 257, 513),
                                Tensors.normal(3, 513)),
                        OpCase.big(
                                "log sigmoid of many",
                                in -> List.of(Ops.logSigmoid(in.get(0))),
                                Tensors.normal(4, 257, 513)),
                        OpCase.of(
                                "sparsemax of nothing",
                                in -> List.of(Ops.sparsemax(in.get(0), -1)),
                                Tensors.normal(5, 0, 3))));
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals(
                "glu: Axis 1 must have an even length, to be cut into halves. Received: (2, 3).",
                assertThrows(ShapeException.class, () -> Ops.glu(Ops.ones(2, 3), -1))
                        .getMessage());
        assertEquals(
                "celu: alpha must not be 0. Received: 0.0.",
                assertThrows(ConfigException.class, () -> Ops.celu(Ops.ones(2), 0))
                        .getMessage());
    }
}
