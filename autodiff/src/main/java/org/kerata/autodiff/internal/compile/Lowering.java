package org.kerata.autodiff.internal.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.graph.OpNode;

/** Chooses the fast kernels of an op. */
public interface Lowering<A> {
    /** How to make the task that computes the node; null where only the definition or the portable kernel can (types, ranks, options). */
    @Nullable
    Maker lower(OpNode node, A attributes);

    /** Makes a task for the node's operands. */
    interface Maker {
        /** The task. */
        Task make(List<Operand> inputs, List<Operand> outputs);
    }
}
