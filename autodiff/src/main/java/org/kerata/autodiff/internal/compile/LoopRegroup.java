package org.kerata.autodiff.internal.compile;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.ops.Arithmetic;

/** {@code (scanned + carried) + fixed} becomes {@code (scanned + fixed) + carried}, of which the first sum need not be in the loop. */
final class LoopRegroup extends Rewriter {
    private final int carries;
    private final int scanned;
    private final Map<Tensor, When> when = new IdentityHashMap<>();

    LoopRegroup(int carries, int scanned) {
        this.carries = carries;
        this.scanned = scanned;
    }

    Traced of(Traced body) {
        for (int i = 0; i < body.arguments().size(); i++) {
            when.put(body.arguments().get(i), When.ofParameter(i, carries, scanned));
        }
        return run(body);
    }

    private When when(Tensor t) {
        return when.getOrDefault(t.canonical(), When.FIXED);
    }

    @Override
    List<Tensor> rewrite(OpNode n, List<Tensor> in) {
        List<Tensor> made = n.op() == Arithmetic.ADD ? List.of(sum(n, in)) : Op.replay(n, in);
        for (Tensor t : made) {
            learn(t);
        }
        return made;
    }

    private void learn(Tensor t) {
        When latest = When.FIXED;
        for (Tensor x : t.node().inputs()) {
            When w = when(x);
            latest = w.compareTo(latest) > 0 ? w : latest;
        }
        when.put(t, latest);
    }

    private Tensor sum(OpNode n, List<Tensor> in) {
        for (int side = 0; side < 2; side++) {
            Tensor both = in.get(side);
            Tensor fixed = in.get(1 - side);
            if (when(fixed) == When.FIXED
                    && both.node() instanceof OpNode inner
                    && inner.op() == Arithmetic.ADD
                    && fixed.rank() <= both.rank()) {
                for (int k = 0; k < 2; k++) {
                    Tensor x = inner.inputs().get(k);
                    Tensor step = inner.inputs().get(1 - k);
                    if (when(x) == When.SCANNED
                            && when(step) == When.STEP
                            && x.shape().equals(both.shape())) {
                        Tensor early = x.plus(fixed);
                        learn(early);
                        return early.plus(step);
                    }
                }
            }
        }
        return Op.replay(n, in).get(0);
    }
}
