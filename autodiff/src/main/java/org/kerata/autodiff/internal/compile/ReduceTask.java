package org.kerata.autodiff.internal.compile;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.ops.Reductions;

/** Reductions by blocked Java loops. */
public final class ReduceTask {
    private ReduceTask() {}

    public static Lowering.@Nullable Maker lower(OpNode node, Reductions.Axes a) {
        return null;
    }
}
