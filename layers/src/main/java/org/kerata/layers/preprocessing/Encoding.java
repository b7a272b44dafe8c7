package org.kerata.layers.preprocessing;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/** Categories as vectors. */
final class Encoding {
    private Encoding() {}

    /**
     * What becomes of whole numbers below some depth; others count for nothing.
     *
     * @param weights how much each counts, with {@link OutputMode#COUNT}; null for 1
     */
    static Tensor of(Tensor numbers, OutputMode mode, int depth, DType type, @Nullable Tensor weights) {
        if (mode == OutputMode.INT) {
            return numbers;
        }
        Tensor x = numbers.rank() == 0 ? Ops.expandDims(numbers, 0) : numbers;
        if (mode == OutputMode.ONE_HOT) {
            boolean column = x.rank() > 1 && x.shape().last() == 1;
            return Ops.oneHot(column ? Ops.squeeze(x, x.rank() - 1) : x, depth, -1, type);
        }
        int[] row = {x.rank() > 1 ? 1 : 0};
        Tensor vectors = Ops.oneHot(x, depth, -1, type);
        if (mode == OutputMode.MULTI_HOT) {
            return Ops.max(vectors, row, false);
        }
        Tensor counted = weights == null ? vectors : vectors.times(Ops.expandDims(weights.cast(type), -1));
        return Ops.sum(counted, row, false);
    }
}
