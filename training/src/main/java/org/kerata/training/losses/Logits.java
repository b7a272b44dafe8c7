package org.kerata.training.losses;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.ops.Activations;
import org.kerata.autodiff.ops.Elementwise;

/** What a model computed before it made probabilities of it: a loss of that is exact also where a probability rounds to 0 or 1. */
final class Logits {
    private Logits() {}

    /** What a sigmoid was applied to; null if the tensor does not come straight from one. */
    static @Nullable Tensor behindSigmoid(Tensor p) {
        return behind(Elementwise.SIGMOID, p);
    }

    /** What a softmax over this axis was applied to; null if the tensor does not come straight from one. */
    static @Nullable Tensor behindSoftmax(Tensor p, int axis) {
        return p.node() instanceof OpNode n && n.attributes() instanceof Activations.AlongAxis a && a.axis() == axis
                ? behind(Activations.SOFTMAX, p)
                : null;
    }

    private static @Nullable Tensor behind(Op<?> op, Tensor p) {
        return p.node() instanceof OpNode n && n.op() == op ? n.inputs().get(0) : null;
    }

    /** The tensor with this axis moved to the end. */
    static Tensor last(Tensor t, int axis) {
        if (axis == t.rank() - 1) {
            return t;
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < t.rank(); i++) {
            if (i != axis) {
                order.add(i);
            }
        }
        order.add(axis);
        return Ops.transpose(t, order.stream().mapToInt(Integer::intValue).toArray());
    }
}
