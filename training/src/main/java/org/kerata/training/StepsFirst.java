package org.kerata.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.ops.LinearAlgebra;
import org.kerata.autodiff.ops.Recurrences;
import org.kerata.autodiff.ops.Shaping;
import org.kerata.autodiff.ops.Slice;
import org.kerata.autodiff.ops.Structure;

/** Tensors of which the rows lie along the second axis, as around a recurrence, whose steps come first. */
final class StepsFirst {
    private final Set<Tensor> known = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Predicate<Tensor> rowwise;

    /**
     * None yet.
     *
     * @param rowwise which tensors have their rows along the first axis
     */
    StepsFirst(Predicate<Tensor> rowwise) {
        this.rowwise = rowwise;
    }

    boolean contains(Tensor t) {
        return known.contains(t.canonical());
    }

    boolean isReadBy(OpNode n) {
        return n.inputs().stream().anyMatch(this::contains);
    }

    /**
     * Which outputs of an op have their rows along the first axis again, if all outputs have them along the first or the second; those with
     * rows along the second are remembered. Null if the op is another's to judge, or mixes rows.
     */
    @Nullable
    List<Tensor> rowsOf(OpNode n) {
        Tensor x = n.inputs().isEmpty() ? null : n.inputs().get(0);
        if (x == null) {
            return null;
        }
        Op<?> op = n.op();
        if (op == Shaping.TRANSPOSE && n.output().rank() > 1) {
            return transposed(n, x, ((Shaping.Order) n.attributes()).axes());
        }
        if (op == Shaping.EXPAND_DIMS && rowwise.test(x) && n.output().shape().dim(0) == 1) {
            boolean inFront = ((Shaping.NewAxis) n.attributes()).axis() == 0;
            return inFront ? second(n) : null;
        }
        if (!isReadBy(n)) {
            return null;
        }
        if (op == Recurrences.LSTM || op == Recurrences.GRU) {
            return recurrence(n, op == Recurrences.LSTM ? 1 : 2);
        }
        if (op.pointwise() != null) {
            return pointwise(n) ? second(n) : null;
        }
        if (op == LinearAlgebra.MATMUL) {
            boolean byWeights = contains(x) && x.rank() > 2 && n.inputs().get(1).rank() == 2;
            return byWeights && isConstant(n.inputs().get(1)) ? second(n) : null;
        }
        if (op == Structure.GET && ((Structure.At) n.attributes()).axis() == 0) {
            return n.outputs();
        }
        if (n.attributes() instanceof Structure.Slices s) {
            return s.axes().get(1).equals(Slice.ALL) ? second(n) : null;
        }
        boolean joined = n.attributes() instanceof Structure.Along a && a.axis() > 1;
        return joined && n.inputs().stream().allMatch(this::contains) ? second(n) : null;
    }

    private List<Tensor> second(OpNode n) {
        known.addAll(n.outputs());
        return List.of();
    }

    private boolean isConstant(Tensor t) {
        return !contains(t) && !rowwise.test(t);
    }

    private @Nullable List<Tensor> transposed(OpNode n, Tensor x, List<Integer> axes) {
        if (!rowwise.test(x) && !contains(x)) {
            return null;
        }
        int rows = contains(x) ? 1 : 0;
        if (axes.get(0) == rows) {
            return n.outputs();
        }
        return axes.get(1) == rows ? second(n) : null;
    }

    /** What has no rows must be the same for all of them. */
    private boolean pointwise(OpNode n) {
        int rank = n.output().rank();
        for (Tensor t : n.inputs()) {
            boolean same = isConstant(t) && (t.rank() < rank - 1 || t.shape().dim(t.rank() - rank + 1) == 1);
            if (!same && !(contains(t) && t.rank() == rank)) {
                return false;
            }
        }
        return true;
    }

    /** Weights are the same for all rows; the input's rows lie along the second axis, those of states and mask along the first. */
    private @Nullable List<Tensor> recurrence(OpNode n, int weights) {
        for (int i = 0; i < n.inputs().size(); i++) {
            Tensor t = n.inputs().get(i);
            boolean right = i == 0 ? contains(t) : i <= weights ? isConstant(t) : rowwise.test(t);
            if (!right) {
                return null;
            }
        }
        List<Tensor> rows = new ArrayList<>();
        for (Tensor t : n.outputs()) {
            (t.rank() == 2 ? rows : known).add(t);
        }
        return rows;
    }
}
