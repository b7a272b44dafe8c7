package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Constant;
import org.kerata.autodiff.graph.Graphs;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Read;

/** What the fusers know of the graph that is being rewritten: who reads what, what changes only with variables, how it will be cut. */
final class FusionGraph {
    private final Rewriter rewriter;
    private final int slices;
    private final boolean merge;
    private final Map<Tensor, Integer> uses = new IdentityHashMap<>();
    private final Map<Tensor, List<OpNode>> users = new IdentityHashMap<>();
    private final Set<Variable> written;
    private final Map<Tensor, Boolean> derived = new IdentityHashMap<>();

    FusionGraph(Traced t, int slices, boolean merge, Rewriter rewriter) {
        this.rewriter = rewriter;
        this.slices = slices;
        this.merge = merge;
        this.written = t.writes().keySet();
        for (Node n : Graphs.topological(t.roots())) {
            for (Tensor x : n.inputs()) {
                uses.merge(x.canonical(), 1, Integer::sum);
                if (n instanceof OpNode op) {
                    users.computeIfAbsent(x.canonical(), k -> new ArrayList<>()).add(op);
                }
            }
        }
        for (Tensor x : t.roots()) {
            uses.merge(x.canonical(), 1, Integer::sum);
        }
    }

    /** Into how many slices the program is cut. */
    int slices() {
        return slices;
    }

    /** Whether a tensor of the old graph is needed by one node alone, which may then swallow what makes it. */
    boolean usedOnce(Tensor original) {
        return merge && uses.getOrDefault(original.canonical(), 0) == 1;
    }

    /** Whether nobody reads a tensor of the old graph. */
    boolean isUnused(Tensor original) {
        return uses.getOrDefault(original.canonical(), 0) == 0;
    }

    /** The nodes of the old graph that read a tensor of it. */
    List<OpNode> usersOf(Tensor original) {
        return users.getOrDefault(original.canonical(), List.of());
    }

    /** What stands for a tensor of the old graph in the new one; null if it has not been reached. */
    @Nullable
    Tensor find(Tensor original) {
        return rewriter.find(original);
    }

    /** Whether the fast kernels can work on a tensor. */
    static boolean isFloat(Tensor t) {
        return t.dtype() == DType.FLOAT32 && t.size() > 0;
    }

    /** The most images that a slice gets of a batch. */
    long imagesPerSlice(Shape batch) {
        return batch.dim(0) >= slices ? (batch.dim(0) + slices - 1) / slices : batch.dim(0);
    }

    /** Whether a tensor changes only when variables that the program does not write change. */
    boolean isDerived(Tensor t) {
        Tensor c = t.canonical();
        Boolean known = derived.get(c);
        if (known == null) {
            Node n = c.node();
            if (n instanceof Constant) {
                known = true;
            } else if (n instanceof Read r) {
                known = !written.contains(r.variable());
            } else if (n instanceof OpNode op) {
                known = true;
                for (Tensor x : op.inputs()) {
                    known &= isDerived(x);
                }
            } else {
                known = false;
            }
            derived.put(c, known);
        }
        return known;
    }

    /** A set of tensors or nodes compared by identity. */
    static <T> Set<T> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }
}
