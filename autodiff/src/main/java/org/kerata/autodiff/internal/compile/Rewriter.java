package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Graphs;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Scope;

/** Makes a graph anew, node by node, with a chance to put something else in the place of each. */
abstract class Rewriter {
    private final Map<Tensor, Tensor> stand = new IdentityHashMap<>();

    /** What stands for the outputs of a node whose inputs have been rewritten. */
    abstract List<Tensor> rewrite(OpNode node, List<Tensor> inputs);

    /** The rewritten graph. */
    final Traced run(Traced t) {
        for (Node n : Graphs.topological(t.roots())) {
            if (n instanceof OpNode op) {
                List<Tensor> in = new ArrayList<>(op.inputs().size());
                for (Tensor x : op.inputs()) {
                    in.add(get(x));
                }
                List<Tensor> out;
                try (Scope s = Scope.as(op.scope())) {
                    out = rewrite(op, in);
                }
                for (int i = 0; i < out.size(); i++) {
                    stand.put(op.outputs().get(i), out.get(i));
                }
            } else {
                stand.put(n.output(), n.output());
            }
        }
        List<Tensor> outputs = new ArrayList<>();
        for (Tensor x : t.outputs()) {
            outputs.add(get(x));
        }
        Map<Variable, Tensor> writes = new LinkedHashMap<>();
        t.writes().forEach((v, x) -> writes.put(v, get(x)));
        return new Traced(t.arguments(), outputs, writes);
    }

    /** What stands for a tensor of the old graph; null if it has not been reached. */
    final @Nullable Tensor find(Tensor x) {
        return stand.get(x.canonical());
    }

    private Tensor get(Tensor x) {
        Tensor s = stand.get(x.canonical());
        if (s == null) {
            throw new IllegalStateException("Nothing stands for " + x + ".");
        }
        return s;
    }
}
