package org.kerata.autodiff.internal.compile;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.graph.OpNode;

/** Strided copies. */
public final class CopyTask {
    private CopyTask() {}

    public static Lowering.@Nullable Maker lower(OpNode node, Object attributes) {
        return null;
    }
}
