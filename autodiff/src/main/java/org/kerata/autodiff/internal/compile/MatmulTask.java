package org.kerata.autodiff.internal.compile;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.ops.LinearAlgebra;

/** Matrix products by oneDNN. */
public final class MatmulTask {
    private MatmulTask() {}

    public static Lowering.@Nullable Maker lower(OpNode node, LinearAlgebra.Transposed t) {
        return null;
    }
}
