package org.kerata.autodiff.internal.compile;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Constant;
import org.kerata.autodiff.graph.Graphs;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Placeholder;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.memory.Storage;
import org.kerata.autodiff.ops.Activations;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.LinearAlgebra;
import org.kerata.autodiff.ops.Lookups;
import org.kerata.autodiff.ops.Reductions;
import org.kerata.autodiff.ops.RowNormalizations;
import org.kerata.autodiff.ops.Shaping;
import org.kerata.autodiff.ops.Slice;
import org.kerata.autodiff.ops.Structure;

/**
 * Proves that the rows of a loop's body (a batch) know nothing of each other, so that each slice can take its own rows through all steps
 * without waiting for the others. Knows the ops that recurrent nets are made of; a body with any other is not cut this way.
 */
final class RowCut {
    private final Traced body;
    private final long rows;
    /** Tensors whose first axis is that of the rows. All others are the same for every row. */
    private final Set<Tensor> cut = FusionGraph.identitySet();

    private RowCut(Traced body, long rows) {
        this.body = body;
        this.rows = rows;
    }

    /**
     * The cut of a body along the first axis of its carries, or of what is scanned if there are none; null if rows meet.
     *
     * @param carries how many of the first parameters and results are carries
     */
    static @Nullable RowCut of(Traced body, int carries) {
        long rows = rows(body, carries);
        if (rows < 2) {
            return null;
        }
        Set<Tensor> whole = FusionGraph.identitySet();
        while (true) {
            RowCut c = new RowCut(body, rows);
            for (Tensor p : body.arguments()) {
                if (!whole.contains(p) && p.rank() > 0 && p.shape().dim(0) == rows) {
                    c.cut.add(p);
                }
            }
            for (Node n : Graphs.topological(body.outputs())) {
                if (n instanceof Constant k && !whole.contains(k.output()) && c.isAlike(k.value())) {
                    c.cut.add(k.output());
                }
            }
            List<Tensor> blamed = new ArrayList<>();
            if (c.isProven(blamed) && c.keeps(carries)) {
                return c;
            }
            // What has the rows' length by chance is the same for all rows: try it so.
            boolean more = false;
            for (Node n : Graphs.topological(blamed)) {
                Tensor p = n.outputs().get(0);
                boolean free = n instanceof Constant || body.arguments().indexOf(p) >= carries;
                more |= free && c.cut.contains(p) && whole.add(p);
            }
            if (!more) {
                return null;
            }
        }
    }

    /** Whether a constant has the same in every row, such as zeros. */
    private boolean isAlike(Storage s) {
        if (s.shape().rank() == 0 || s.shape().dim(0) != rows) {
            return false;
        }
        ByteBuffer all = s.view();
        int row = (int) (s.bytes() / rows);
        ByteBuffer first = all.slice(0, row);
        for (int i = 1; i < rows; i++) {
            if (!first.equals(all.slice(i * row, row))) {
                return false;
            }
        }
        return true;
    }

    private static long rows(Traced body, int carries) {
        List<Tensor> from = carries > 0 ? body.arguments().subList(0, carries) : body.outputs();
        long rows = 1;
        for (Tensor t : from) {
            rows = Math.max(rows, t.rank() > 0 ? t.shape().dim(0) : 1);
        }
        return rows;
    }

    /** The number of rows. */
    long rows() {
        return rows;
    }

    /** Whether a parameter or result has rows; else it is the same for all of them. */
    boolean isCut(Tensor t) {
        return cut.contains(t.canonical());
    }

    private boolean keeps(int carries) {
        for (int i = 0; i < carries; i++) {
            if (isCut(body.arguments().get(i)) != isCut(body.outputs().get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Goes through the ops; where rows would meet, the inputs that are to blame are left. */
    private boolean isProven(List<Tensor> blamed) {
        for (Node node : Graphs.topological(body.outputs())) {
            if (!(node instanceof OpNode n)) {
                continue;
            }
            boolean any = false;
            for (Tensor t : n.inputs()) {
                any |= isCut(t);
            }
            if (!any && !startsRows(n)) {
                continue;
            }
            if (!isRowwise(n)) {
                for (Tensor t : n.inputs()) {
                    if (isCut(t)) {
                        blamed.add(t);
                    }
                }
                return false;
            }
            cut.addAll(n.outputs());
        }
        return true;
    }

    /** Whether something that is the same for all rows is stretched over them. */
    private boolean startsRows(OpNode n) {
        Shape to = n.outputs().get(0).shape();
        if (n.op() != Shaping.BROADCAST_TO || to.rank() == 0 || to.dim(0) != rows) {
            return false;
        }
        Shape from = n.inputs().get(0).shape();
        return from.rank() < to.rank() || from.dim(0) == 1;
    }

    private boolean cutAt(OpNode n, int input) {
        return input < n.inputs().size() && isCut(n.inputs().get(input));
    }

    private boolean isRowwise(OpNode n) {
        Op<?> op = n.op();
        Shape out = n.outputs().get(0).shape();
        if (op.pointwise() != null) {
            return isPointwise(n, out);
        } else if (op == LinearAlgebra.MATMUL) {
            return isProduct(n, (LinearAlgebra.Transposed) n.attributes());
        } else if (op == Shaping.BROADCAST_TO) {
            return startsRows(n) || n.inputs().get(0).rank() == out.rank();
        } else if (op == Shaping.RESHAPE || op == Shaping.IDENTITY) {
            return out.rank() > 0 && out.dim(0) == rows;
        } else if (op == Shaping.TRANSPOSE) {
            return ((Shaping.Order) n.attributes()).axes().get(0) == 0;
        } else if (op == Structure.SLICE) {
            return keepsAll(((Structure.Slices) n.attributes()).axes().get(0));
        } else if (op == Structure.PLACE) {
            return keepsAll(((Structure.Place) n.attributes()).slices().axes().get(0));
        } else if (op == Structure.CONCATENATE) {
            return ((Structure.Along) n.attributes()).axis() > 0
                    && n.inputs().stream().allMatch(this::isCut);
        } else if (op == Reductions.SUM || op == Reductions.MAX || op == Reductions.MIN) {
            return !((Reductions.Axes) n.attributes()).axes().contains(0);
        } else if (op == Activations.SOFTMAX || op == Activations.LOG_SOFTMAX) {
            return ((Activations.AlongAxis) n.attributes()).axis() > 0;
        } else if (op == RowNormalizations.LAYER_NORM || op == RowNormalizations.RMS_NORM) {
            return cutAt(n, 0)
                    && !cutAt(n, 1)
                    && !cutAt(n, 2)
                    && n.inputs().get(0).rank() > 1;
        } else if (op == Convolutions.CONV) {
            return cutAt(n, 0) && !cutAt(n, 1);
        } else if (op == Lookups.ONE_HOT) {
            return ((Lookups.Vectors) n.attributes()).axis() != 0;
        }
        return false;
    }

    private boolean isPointwise(OpNode n, Shape out) {
        if (out.rank() == 0 || out.dim(0) != rows) {
            return false;
        }
        for (Tensor t : n.inputs()) {
            boolean aligned = t.rank() == out.rank() && t.shape().dim(0) == rows;
            if (isCut(t) != aligned) {
                return false;
            }
        }
        return true;
    }

    private boolean isProduct(OpNode n, LinearAlgebra.Transposed t) {
        int a = n.inputs().get(0).rank();
        int b = n.inputs().get(1).rank();
        boolean both = a > 2 && a == b && cutAt(n, 0) && cutAt(n, 1);
        return both || (cutAt(n, 0) && !cutAt(n, 1) && !t.a() && b == 2);
    }

    private static boolean keepsAll(Slice s) {
        return s.equals(Slice.ALL);
    }

    // ---- the body for some of the rows ----

    private final Map<Long, Traced> made = new HashMap<>();

    /** The body for so many rows; the same object for the same number. */
    Traced of(long count) {
        return made.computeIfAbsent(count, this::make);
    }

    private Spec fewer(Tensor t, long count) {
        return isCut(t) ? t.spec().with(t.shape().with(0, count)) : t.spec();
    }

    private Traced make(long count) {
        Map<Tensor, Tensor> stand = new IdentityHashMap<>();
        List<Tensor> arguments = new ArrayList<>();
        for (Tensor p : body.arguments()) {
            Tensor fewer = new Placeholder(p.node().name(), fewer(p, count)).output();
            arguments.add(fewer);
            stand.put(p, fewer);
        }
        for (Node node : Graphs.topological(body.outputs())) {
            if (node instanceof OpNode n) {
                List<Tensor> in = new ArrayList<>();
                for (Tensor t : n.inputs()) {
                    in.add(stand.get(t.canonical()));
                }
                List<Tensor> out = isCut(n.outputs().get(0)) ? replay(n, in, count) : Op.replay(n, in);
                for (int i = 0; i < out.size(); i++) {
                    stand.put(n.outputs().get(i), out.get(i));
                }
            } else if (node instanceof Constant k && isCut(k.output())) {
                Storage s = k.value();
                stand.put(
                        k.output(),
                        Tensor.of(new Storage(
                                s.buffer(), s.offset(), s.dtype(), s.shape().with(0, count))));
            } else {
                stand.putIfAbsent(node.output(), node.output());
            }
        }
        List<Tensor> outputs = new ArrayList<>();
        for (Tensor t : body.outputs()) {
            outputs.add(stand.get(t.canonical()));
        }
        return new Traced(arguments, outputs, Map.of());
    }

    private static List<Tensor> replay(OpNode n, List<Tensor> in, long count) {
        try (org.kerata.autodiff.graph.Scope s = org.kerata.autodiff.graph.Scope.as(n.scope())) {
            Op<?> op = n.op();
            if (op == Shaping.RESHAPE) {
                return Shaping.RESHAPE.apply(target(n, count), in);
            } else if (op == Shaping.BROADCAST_TO) {
                return Shaping.BROADCAST_TO.apply(target(n, count), in);
            } else if (op == Structure.PLACE) {
                Structure.Place p = (Structure.Place) n.attributes();
                return Structure.PLACE.apply(
                        new Structure.Place(p.slices(), p.shape().with(0, count)), in);
            }
            return Op.replay(n, in);
        }
    }

    private static Shaping.Target target(OpNode n, long count) {
        return new Shaping.Target(n.output().shape().with(0, count));
    }
}
