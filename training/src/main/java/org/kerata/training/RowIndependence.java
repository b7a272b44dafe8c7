package org.kerata.training;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Graphs;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.graph.Trace;
import org.kerata.autodiff.ops.Activations;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.LinearAlgebra;
import org.kerata.autodiff.ops.Lookups;
import org.kerata.autodiff.ops.Pooling;
import org.kerata.autodiff.ops.Reductions;
import org.kerata.autodiff.ops.Shaping;
import org.kerata.autodiff.ops.Slice;
import org.kerata.autodiff.ops.Sorting;
import org.kerata.autodiff.ops.Structure;
import org.kerata.layers.Call;
import org.kerata.layers.Mode;
import org.kerata.layers.Network;

/**
 * Whether each row of a network's outputs depends on the same row of its inputs alone, so that a batch may be filled up with rows that do
 * not matter. Proven op by op; what is not known to keep rows apart counts as mixing them.
 */
final class RowIndependence {
    private final Set<Tensor> rowwise = Collections.newSetFromMap(new IdentityHashMap<>());
    private final StepsFirst stepsFirst = new StepsFirst(this::isRowwise);

    private RowIndependence() {}

    /** Looks at a prediction for inputs of these types and shapes. */
    static boolean of(Network network, List<Spec> inputs) {
        try (Trace trace = Trace.begin()) {
            List<Tensor> in =
                    inputs.stream().map(s -> trace.placeholder("x", s)).toList();
            List<Tensor> out = network.applyAll(in, Call.start(Mode.INFERENCE));
            return trace.writes().isEmpty() && new RowIndependence().holds(in, out);
        }
    }

    private boolean holds(List<Tensor> inputs, List<Tensor> outputs) {
        rowwise.addAll(inputs);
        return walk(outputs);
    }

    private boolean walk(List<Tensor> outputs) {
        for (Node n : Graphs.topological(outputs)) {
            boolean known = n.outputs().stream().allMatch(t -> isRowwise(t) || stepsFirst.contains(t));
            if (known || !(n instanceof OpNode op)) {
                continue;
            }
            List<Tensor> rows = stepsFirst.rowsOf(op);
            if (rows != null) {
                rowwise.addAll(rows);
            } else if (stepsFirst.isReadBy(op)) {
                return false;
            } else if (readsRows(op)) {
                if (!keepsRows(op) && !definitionKeepsRows(op)) {
                    return false;
                }
                rowwise.addAll(op.outputs());
            }
        }
        return outputs.stream().allMatch(this::isRowwise);
    }

    /** Whether rows stay apart in the ops that an op stands for. */
    @SuppressWarnings("unchecked")
    private boolean definitionKeepsRows(OpNode n) {
        Op.Definition<Object> d = ((Op<Object>) n.op()).definition();
        return d != null && walk(d.outputs(n.inputs(), n.attributes()));
    }

    private boolean isRowwise(Tensor t) {
        return rowwise.contains(t.canonical());
    }

    private boolean readsRows(OpNode n) {
        return n.inputs().stream().anyMatch(this::isRowwise);
    }

    private boolean isConstant(OpNode n, int input) {
        return !isRowwise(n.inputs().get(input));
    }

    /** Whether rows stay apart in an op of which at least one input has rows. */
    private boolean keepsRows(OpNode n) {
        Op<?> op = n.op();
        if (op.pointwise() != null) {
            return pointwise(n);
        }
        Object a = n.attributes();
        Shape in = n.inputs().get(0).shape();
        if (op == LinearAlgebra.MATMUL) {
            return matmul(n, (LinearAlgebra.Transposed) a);
        }
        if (op == Convolutions.CONV || op == Convolutions.DEPTHWISE_CONV) {
            return isConstant(n, 1);
        }
        if (op == Lookups.GATHER) {
            boolean fromTable = isConstant(n, 0) && ((Lookups.Along) a).axis() == 0;
            return fromTable || (isConstant(n, 1) && ((Lookups.Along) a).axis() != 0);
        }
        if (n.inputs().size() > 1 && n.inputs().stream().anyMatch(t -> !isRowwise(t))) {
            return false;
        }
        if (op == Pooling.MAX_POOL || op == Pooling.AVERAGE_POOL || op == Shaping.IDENTITY || op == Shaping.FULL_LIKE) {
            return true;
        }
        if (op == Shaping.RESHAPE || op == Shaping.FLATTEN || op == Shaping.BROADCAST_TO || op == Shaping.SQUEEZE) {
            return sameRows(in, n.output().shape())
                    && (op != Shaping.BROADCAST_TO || in.rank() == n.output().rank());
        }
        if (op == Shaping.EXPAND_DIMS) {
            return n.output().rank() > 0 && sameRows(in, n.output().shape()) && ((Shaping.NewAxis) a).axis() != 0;
        }
        return awayFromRows(n, a);
    }

    private static boolean sameRows(Shape in, Shape out) {
        return in.rank() > 0 && out.rank() > 0 && in.dim(0) == out.dim(0);
    }

    /** Operands with rows must have the rank of the output, or their rows would lie along another axis. */
    private boolean pointwise(OpNode n) {
        Shape out = n.output().shape();
        for (Tensor t : n.inputs()) {
            boolean full = t.rank() == out.rank() && out.rank() > 0;
            if (isRowwise(t)
                    ? !(full && t.shape().dim(0) == out.dim(0))
                    : full && t.shape().dim(0) != 1 && !isOneNumber(t)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a tensor is a single number stretched. */
    private static boolean isOneNumber(Tensor t) {
        return t.node() instanceof OpNode n
                && n.op() == Shaping.BROADCAST_TO
                && n.inputs().get(0).size() == 1;
    }

    private boolean matmul(OpNode n, LinearAlgebra.Transposed t) {
        int a = n.inputs().get(0).rank();
        int b = n.inputs().get(1).rank();
        if (isConstant(n, 0)) {
            return b > 2 && b > a;
        }
        if (isConstant(n, 1)) {
            return a > 2 ? a > b : !t.a();
        }
        return a > 2 && a == b;
    }

    /** Ops along an axis, which must not be that of the rows. */
    private static boolean awayFromRows(OpNode n, Object a) {
        int rank = n.inputs().get(0).rank();
        if (a instanceof Reductions.Axes r) {
            return !r.axes().contains(0);
        }
        if (a instanceof Reductions.Axis r) {
            return r.axis() != 0;
        }
        if (a instanceof Reductions.Growing r) {
            return r.axis() != 0;
        }
        if (a instanceof Sorting.Top) {
            return rank > 1;
        }
        if (a instanceof Activations.AlongAxis s) {
            return s.axis() != 0;
        }
        if (a instanceof Structure.Along s) {
            return s.axis() != 0;
        }
        if (a instanceof Structure.Parts s) {
            return s.axis() != 0;
        }
        if (a instanceof Structure.At s) {
            return s.axis() != 0;
        }
        if (a instanceof Structure.Slices s) {
            return s.axes().get(0).equals(Slice.ALL);
        }
        if (a instanceof Structure.Pads p) {
            return p.before().get(0) == 0 && p.after().get(0) == 0;
        }
        if (a instanceof Structure.Repeats r) {
            return r.counts().size() == rank && r.counts().get(0) == 1;
        }
        if (a instanceof Lookups.Vectors v) {
            return v.axis() != 0;
        }
        if (a instanceof Lookups.Along l) {
            return l.axis() != 0;
        }
        return n.op() == Shaping.TRANSPOSE && ((Shaping.Order) a).axes().get(0) == 0;
    }
}
