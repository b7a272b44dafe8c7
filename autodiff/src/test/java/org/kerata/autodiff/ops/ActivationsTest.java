package org.kerata.autodiff.ops;

import static org.kerata.autodiff.harness.OpCase.Check.DIFFERENCES;

import java.util.List;
import java.util.stream.Stream;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

class ActivationsTest implements OpContract {
    private static final double NONE = Double.POSITIVE_INFINITY;

    @Override
    public Stream<OpCase> cases() {
        GoldenFile golden = new GoldenFile("activations")
                .one("relu", Ops::relu)
                .one("relu_slope", x -> Ops.relu(x, 0.2, NONE, 0))
                .one("relu_max", x -> Ops.relu(x, 0, 1, 0))
                .one("relu_threshold", x -> Ops.relu(x, 0, NONE, 0.5))
                .one("relu_all", x -> Ops.relu(x, 0.1, 1.5, 0.3))
                .one("relu_negative_threshold", x -> Ops.relu(x, 0.1, NONE, -0.5))
                .one("relu6", Ops::relu6)
                .one("leaky_relu", x -> Ops.leakyRelu(x, 0.3))
                .one("elu", x -> Ops.elu(x, 1))
                .one("elu_alpha", x -> Ops.elu(x, 0.4))
                .one("selu", Ops::selu)
                .one("gelu", x -> Ops.gelu(x, false))
                .one("gelu_approximate", x -> Ops.gelu(x, true))
                .one("silu", Ops::silu)
                .one("softplus", Ops::softplus);
        for (int axis = -1; axis < 2; axis++) {
            int a = axis;
            golden.one("softmax_" + a, x -> Ops.softmax(x, a))
                    .one("log_softmax_" + a, x -> Ops.logSoftmax(x, a))
                    .but("log_softmax_" + a, c -> c.within(1e-4));
        }
        golden.one("softmax_far", x -> Ops.softmax(x, -1))
                .one("log_softmax_far", x -> Ops.logSoftmax(x, -1))
                .skip("log_softmax_far", DIFFERENCES);
        return Stream.concat(
                golden.cases(),
                Stream.of(
                        OpCase.big(
                                "relu of a dense layer",
                                in -> List.of(Ops.relu(in.get(0).plus(in.get(1)))),
                                Tensors.normal(1, 257, 2049),
                                Tensors.normal(2, 2049)),
                        OpCase.big(
                                "softmax of many rows",
                                in -> List.of(Ops.softmax(in.get(0), -1)),
                                Tensors.normal(3, 4099, 101)),
                        OpCase.big(
                                "softmax of an inner axis",
                                in -> List.of(Ops.logSoftmax(in.get(0), 1)),
                                Tensors.normal(4, 63, 65, 101)),
                        OpCase.of(
                                "softmax of nothing",
                                in -> List.of(Ops.softmax(in.get(0), -1)),
                                Tensors.normal(5, 0, 3))));
    }
}
