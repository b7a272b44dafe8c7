package org.kerata.autodiff.ops;

import java.util.List;
import java.util.stream.Stream;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

class CrossEntropiesTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        Stream<OpCase> golden = new GoldenFile("losses")
                .two("sparse", Ops::sparseSoftmaxCrossEntropy)
                .two("dense", Ops::softmaxCrossEntropy)
                .two("sigmoid", Ops::sigmoidCrossEntropy)
                .cases();
        return Stream.concat(
                golden,
                Stream.of(
                        OpCase.of(
                                "sparse cross-entropy with its probabilities",
                                in -> CrossEntropies.SPARSE_SOFTMAX_CROSS_ENTROPY.apply(
                                        CrossEntropies.SparseCrossEntropy.PLAIN, in),
                                Tensors.below(1, 4, 5),
                                Tensors.normal(2, 5, 4)),
                        OpCase.of(
                                "dense cross-entropy with its probabilities",
                                in -> CrossEntropies.SOFTMAX_CROSS_ENTROPY.apply(NoAttributes.NONE, in),
                                Tensors.uniform(3, 0, 1, 5, 4),
                                Tensors.normal(4, 5, 4)),
                        OpCase.big(
                                "sparse cross-entropy of many rows",
                                in -> List.of(Ops.sparseSoftmaxCrossEntropy(in.get(0), in.get(1))),
                                Tensors.below(5, 101, 4099),
                                Tensors.normal(6, 4099, 101)),
                        OpCase.big(
                                "mean of a sparse cross-entropy",
                                in -> List.of(Ops.sparseSoftmaxCrossEntropy(in.get(0), in.get(1))
                                        .mean()),
                                Tensors.below(7, 10, 50_001),
                                Tensors.normal(8, 50_001, 10)),
                        OpCase.big(
                                "dense cross-entropy of many rows",
                                in -> List.of(Ops.softmaxCrossEntropy(in.get(0), in.get(1))),
                                Tensors.uniform(9, 0, 1, 4099, 101),
                                Tensors.normal(10, 4099, 101)),
                        OpCase.big(
                                "sigmoid cross-entropy",
                                in -> List.of(Ops.sigmoidCrossEntropy(in.get(0), in.get(1))),
                                Tensors.uniform(11, 0, 1, 4099, 101),
                                Tensors.normal(12, 4099, 101))));
    }
}
