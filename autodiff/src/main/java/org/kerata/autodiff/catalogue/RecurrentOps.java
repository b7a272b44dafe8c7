package org.kerata.autodiff.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Recurrences;

/** Recurrences along sequences. */
public abstract class RecurrentOps extends AttentionOps {
    /** Not made: its methods are static. */
    protected RecurrentOps() {}

    /**
     * Long short-term memory, of which the inputs have gone through the kernel already. Steps come first, so that what belongs to one lies
     * together.
     *
     * @param x {@code (steps, batch, 4 · units)}: inputs · kernel + bias for the gates i, f, c and o
     * @param recurrentKernel {@code (units, 4 · units)}
     * @param states h and c to begin with, {@code (batch, units)}; empty for zeros
     * @param mask {@code (batch, steps)}, true where a step counts; others repeat h and c
     * @param reverse whether the last step comes first; everything stays in the place of its step
     * @return h behind every step, {@code (steps, batch, units)}, and h and c behind the last one, {@code (batch, units)}
     */
    public static List<Tensor> lstm(
            Tensor x, Tensor recurrentKernel, List<Tensor> states, @Nullable Tensor mask, boolean reverse) {
        List<Tensor> in = new ArrayList<>(List.of(x, recurrentKernel));
        in.addAll(states);
        return Recurrences.LSTM.apply(recurrence(in, states, mask, reverse), in).subList(0, 3);
    }

    /**
     * Gated recurrent units with the reset gate behind the product, of which the inputs have gone through the kernel already. Steps come
     * first, so that what belongs to one lies together.
     *
     * @param x {@code (steps, batch, 3 · units)}: inputs · kernel + bias for the gates z and r and the candidate
     * @param recurrentKernel {@code (units, 3 · units)}
     * @param recurrentBias {@code (3 · units)}, added to the product of state and recurrent kernel
     * @param state h to begin with, {@code (batch, units)}; null for zeros
     * @param mask {@code (batch, steps)}, true where a step counts; others repeat h
     * @param reverse whether the last step comes first; everything stays in the place of its step
     * @return h behind every step, {@code (steps, batch, units)}, and behind the last one, {@code (batch, units)}
     */
    public static List<Tensor> gru(
            Tensor x,
            Tensor recurrentKernel,
            Tensor recurrentBias,
            @Nullable Tensor state,
            @Nullable Tensor mask,
            boolean reverse) {
        List<Tensor> in = new ArrayList<>(List.of(x, recurrentKernel, recurrentBias));
        List<Tensor> states = state == null ? List.of() : List.of(state);
        in.addAll(states);
        return Recurrences.GRU.apply(recurrence(in, states, mask, reverse), in).subList(0, 2);
    }

    private static Recurrences.Recurrence recurrence(
            List<Tensor> in, List<Tensor> states, @Nullable Tensor mask, boolean reverse) {
        if (mask != null) {
            in.add(cast(mask, DType.BOOL));
        }
        return new Recurrences.Recurrence(reverse, !states.isEmpty(), mask != null);
    }
}
