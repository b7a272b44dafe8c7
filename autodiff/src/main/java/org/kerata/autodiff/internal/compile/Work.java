package org.kerata.autodiff.internal.compile;

import java.util.List;
import java.util.Map;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Graphs;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.graph.Subgraph;
import org.kerata.autodiff.ops.Control;
import org.kerata.autodiff.ops.Recurrences;

/** A rough count of what a graph costs, in multiply-adds and elements touched. */
final class Work {
    private Work() {}

    static long of(Traced t) {
        long n = 0;
        for (Node node : Graphs.topological(t.roots())) {
            if (node instanceof OpNode op && !op.op().isView()) {
                n += of(op);
            }
        }
        return n;
    }

    private static long of(Subgraph g) {
        return of(new Traced(g.parameters(), g.outputs(), Map.of()));
    }

    static long of(OpNode op) {
        long out = 0;
        for (Tensor t : op.outputs()) {
            out += t.size();
        }
        if (op.attributes() instanceof Control.Loop l) {
            List<Spec> in = op.inputs().stream().map(Tensor::spec).toList();
            return l.lengthFor(in) * of(l.bodyFor(in));
        }
        if (op.attributes() instanceof Control.Branches b) {
            return Math.max(of(b.whenTrue()), of(b.whenFalse()));
        }
        if (op.attributes() instanceof Recurrences.Recurrence || op.attributes() instanceof Recurrences.Arriving) {
            return op.inputs().get(0).shape().product(0, 2) * op.inputs().get(1).size();
        }
        return switch (op.op().name()) {
            case "matmul" ->
                out
                        * Math.max(
                                1,
                                op.inputs().get(0).size()
                                        / Math.max(
                                                1, op.outputs().get(0).shape().dim(-2)));
            case "conv" -> out * perOutput(op.inputs().get(1).shape());
            case "conv_backward_input" ->
                op.inputs().get(0).size() * perOutput(op.inputs().get(1).shape());
            case "conv_backward_kernel" ->
                op.inputs().get(1).size() * perOutput(op.outputs().get(0).shape());
            case "attention", "attention_grad" -> {
                Shape q = op.inputs().get(0).shape();
                Shape v = op.inputs().get(2).shape();
                yield q.product(0, 3) * v.dim(1) * (q.last() + v.last());
            }
            default -> {
                long in = 0;
                for (Tensor t : op.inputs()) {
                    in = Math.max(in, t.size());
                }
                yield Math.max(in, out);
            }
        };
    }

    /** The multiply-adds behind one element of a convolution's output. */
    private static long perOutput(Shape kernel) {
        return kernel.product(0, kernel.rank() - 1);
    }
}
