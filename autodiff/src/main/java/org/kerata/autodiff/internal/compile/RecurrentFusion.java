package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.ops.Recurrences;
import org.kerata.autodiff.ops.Recurrences.Recurrence;

/** Recurrences that write no more than is read: without a gradient nobody reads the gates. */
final class RecurrentFusion {
    private static final Op<Recurrence> LSTM_OUTPUTS = firsts(Recurrences.LSTM, 1);
    private static final Op<Recurrence> LSTM_STATES = firsts(Recurrences.LSTM, 2);
    private static final Op<Recurrence> GRU_OUTPUTS = firsts(Recurrences.GRU, 1);

    private RecurrentFusion() {}

    /** The op with its first outputs alone. */
    private static Op<Recurrence> firsts(Op<Recurrence> op, int outputs) {
        return Op.<Recurrence>named(op.name())
                .shapes((in, a) -> op.infer(in, a).subList(0, outputs))
                .kernel((n, a) -> op == Recurrences.LSTM ? LstmTask.lower(n, a) : GruTask.lower(n, a))
                .build();
    }

    /** What stands for the outputs of a recurrence; null if all are read. */
    static @Nullable List<Tensor> withoutUnread(FusionGraph graph, OpNode n, List<Tensor> in) {
        List<Tensor> original = n.outputs();
        int read = original.size();
        while (read > 1 && graph.isUnused(original.get(read - 1))) {
            read--;
        }
        if (read == original.size()) {
            return null;
        }
        Op<Recurrence> op = n.op() == Recurrences.GRU ? GRU_OUTPUTS : read == 1 ? LSTM_OUTPUTS : LSTM_STATES;
        List<Tensor> out = new ArrayList<>(op.apply((Recurrence) n.attributes(), in));
        out.addAll(original.subList(read, original.size()));
        return out;
    }
}
