package org.kerata.autodiff.ops;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.compile.GruTask;
import org.kerata.autodiff.internal.compile.LstmTask;

/**
 * Recurrences along sequences: what a cell does with its state, step by step, once the inputs have gone through its kernel. Hochreiter and
 * Schmidhuber, Long Short-Term Memory, 1997; Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, 2014.
 */
public final class Recurrences {
    private Recurrences() {}

    /**
     * How a recurrence runs, and what there is among its inputs.
     *
     * @param reverse whether the last step comes first; everything stays in the place of its step
     * @param states whether the states to begin with are given, else they are zeros
     * @param mask whether a mask {@code (batch, steps)} is given: false where a step leaves the states as they are
     */
    public record Recurrence(boolean reverse, boolean states, boolean mask) {}

    /**
     * How the way back through a recurrence runs, and which gradients arrive.
     *
     * @param of the way there
     * @param outputs whether one arrives at the outputs of all steps
     * @param last whether one arrives at the state h behind the last step
     * @param cell whether one arrives at the state c behind the last step
     */
    public record Arriving(Recurrence of, boolean outputs, boolean last, boolean cell) {}

    /**
     * Long short-term memory. From {@code x (steps, batch, 4 · units)}, which is inputs · kernel + bias for the gates i, f, c and o, the
     * recurrent kernel {@code (units, 4 · units)}, and perhaps the states h and c {@code (batch, units)} and a mask: the outputs h of all
     * steps {@code (steps, batch, units)}, h and c behind the last step {@code (batch, units)}, c behind each step {@code (steps, batch,
     * units)}, and the gates {@code (steps, batch, 4 · units)}. A masked step repeats h and c.
     */
    public static final Op<Recurrence> LSTM = Op.<Recurrence>named("lstm")
            .shapes((in, a) -> {
                Spec x = in.get(0);
                Spec h = x.with(requireGates(in, a, 4, 2, 2));
                Spec all = x.with(x.shape().with(2, h.shape().last()));
                return List.of(all, h, h, all, x);
            })
            .definition(RecurrenceDefinitions::lstm)
            .gradient(Recurrences::lstmGradient)
            .kernel(LstmTask::lower)
            .build();

    /**
     * From the gates of an {@link #LSTM}, the recurrent kernel, the cells, perhaps the cell to begin with, the mask, and the gradients that
     * arrive: the gradients of x and of the states to begin with, h and c.
     */
    public static final Op<Arriving> LSTM_GRAD = Op.<Arriving>named("lstm_grad")
            .shapes((in, a) -> {
                Spec state = in.get(2).with(in.get(2).shape().without(0));
                return List.of(in.get(0), state, state);
            })
            .definition(RecurrenceDefinitions::lstmGradient)
            .kernel(LstmTask::lowerGradient)
            .build();

    /**
     * Gated recurrent units, with the reset gate behind the product. From {@code x (steps, batch, 3 · units)}, which is inputs · kernel +
     * bias for the gates z, r and the candidate, the recurrent kernel {@code (units, 3 · units)} and its bias {@code (3 · units)}, and
     * perhaps the state h {@code (batch, units)} and a mask: the outputs h of all steps {@code (steps, batch, units)}, h behind the last
     * step {@code (batch, units)}, the gates z, r and the candidate {@code (steps, batch, 3 · units)}, and the product behind the reset gate
     * {@code (steps, batch, units)}. A masked step repeats h.
     */
    public static final Op<Recurrence> GRU = Op.<Recurrence>named("gru")
            .shapes((in, a) -> {
                Spec x = in.get(0);
                Spec h = x.with(requireGates(in, a, 3, 3, 1));
                long units = h.shape().last();
                requireShape("bias", in.get(2), x.with(Shape.of(3 * units)));
                Spec all = x.with(x.shape().with(2, units));
                return List.of(all, h, x, all);
            })
            .definition(RecurrenceDefinitions::gru)
            .gradient(Recurrences::gruGradient)
            .kernel(GruTask::lower)
            .build();

    /**
     * From the gates of a {@link #GRU}, the recurrent kernel, the outputs of all steps, the products behind the reset gate, perhaps the
     * state to begin with, the mask, and the gradients that arrive: the gradients of x, of the state's product with the recurrent kernel, both {@code (steps, batch, 3 · units)},
     * and of the state to begin with.
     */
    public static final Op<Arriving> GRU_GRAD = Op.<Arriving>named("gru_grad")
            .shapes((in, a) -> {
                Spec h = in.get(2);
                return List.of(in.get(0), in.get(0), h.with(h.shape().without(0)));
            })
            .definition(RecurrenceDefinitions::gruGradient)
            .kernel(GruTask::lowerGradient)
            .build();

    /** The shape of a state, if all is as it should be. */
    private static Shape requireGates(List<Spec> in, Recurrence a, int gates, int firstState, int states) {
        Spec x = in.get(0);
        Spec kernel = in.get(1);
        Rules.requireFloating(x);
        if (x.shape().rank() != 3) {
            throw new ShapeException("The input must have the shape (steps, batch, " + gates + " · units). Received: "
                    + x.shape() + ".");
        }
        if (kernel.shape().rank() != 2
                || kernel.dtype() != x.dtype()
                || kernel.shape().last() != x.shape().last()
                || kernel.shape().last() != gates * kernel.shape().dim(0)) {
            throw new ShapeException("The recurrent kernel must be " + x.dtype() + " of shape (units, " + gates
                    + " · units), and the input's last axis as long as the kernel's. Received: kernel " + kernel
                    + " and input " + x + ".");
        }
        Shape h = Shape.of(x.shape().dim(1), kernel.shape().dim(0));
        int at = firstState;
        for (int i = 0; i < states && a.states; i++) {
            requireShape("state", in.get(at++), x.with(h));
        }
        if (a.mask) {
            Shape steps = Shape.of(x.shape().dim(1), x.shape().dim(0));
            requireShape("mask", in.get(at), new Spec(DType.BOOL, steps));
        }
        return h;
    }

    private static void requireShape(String what, Spec received, Spec expected) {
        if (received.dtype() != expected.dtype() || !received.shape().matches(expected.shape())) {
            throw new ShapeException("The " + what + " must be " + expected + ". Received: " + received + ".");
        }
    }

    private static List<@Nullable Tensor> lstmGradient(Adjoint<Recurrence> g) {
        if (g.dy(3) != null || g.dy(4) != null) {
            return Rules.throughDefinition(LSTM, g);
        }
        Recurrence a = g.attributes();
        List<Tensor> in = new ArrayList<>(List.of(g.out(4), g.in(1), g.out(3)));
        if (a.states) {
            in.add(g.in(3));
        }
        if (a.mask) {
            in.add(g.in(a.states ? 4 : 2));
        }
        Arriving arriving = arriving(g, in, 3);
        List<Tensor> d = LSTM_GRAD.apply(arriving, in);
        List<@Nullable Tensor> out = new ArrayList<>();
        out.add(d.get(0));
        out.add(kernelGradient(g.out(0), a.states ? g.in(2) : null, d.get(0), a.reverse));
        if (a.states) {
            out.add(d.get(1));
            out.add(d.get(2));
        }
        if (a.mask) {
            out.add(null);
        }
        return out;
    }

    private static List<@Nullable Tensor> gruGradient(Adjoint<Recurrence> g) {
        if (g.dy(2) != null || g.dy(3) != null) {
            return Rules.throughDefinition(GRU, g);
        }
        Recurrence a = g.attributes();
        List<Tensor> in = new ArrayList<>(List.of(g.out(2), g.in(1), g.out(0), g.out(3)));
        in.addAll(g.inputs().subList(3, g.inputs().size()));
        Arriving arriving = arriving(g, in, 2);
        List<Tensor> d = GRU_GRAD.apply(arriving, in);
        List<@Nullable Tensor> out = new ArrayList<>();
        out.add(d.get(0));
        out.add(kernelGradient(g.out(0), a.states ? g.in(3) : null, d.get(1), a.reverse));
        out.add(Ops.sum(d.get(1), new int[] {0, 1}, false));
        if (a.states) {
            out.add(d.get(2));
        }
        if (a.mask) {
            out.add(null);
        }
        return out;
    }

    /** Adds the gradients of the first outputs, as far as they arrive, to the inputs. */
    private static Arriving arriving(Adjoint<Recurrence> g, List<Tensor> in, int outputs) {
        boolean[] given = new boolean[3];
        for (int i = 0; i < outputs; i++) {
            Tensor dy = g.dy(i);
            if (dy != null) {
                in.add(dy);
                given[i] = true;
            }
        }
        return new Arriving(g.attributes(), given[0], given[1], given[2]);
    }

    /** The states before all steps by the gradients of their products, for all samples and steps at once. */
    private static Tensor kernelGradient(Tensor h, @Nullable Tensor first, Tensor dgates, boolean reverse) {
        long steps = h.shape().dim(0);
        long start = reverse ? steps - 1 : 0;
        Tensor fromFirst = first == null ? null : LinearAlgebra.matmul(first, Ops.get(dgates, start), true, false);
        if (steps == 1) {
            return fromFirst != null
                    ? fromFirst
                    : Ops.full(Shape.of(h.shape().last(), dgates.shape().last()), 0, h.dtype());
        }
        Slice earlier = Slice.of(0, steps - 1);
        Slice later = Slice.of(1, steps);
        Tensor before = Ops.slice(h, reverse ? later : earlier);
        Tensor behind = Ops.slice(dgates, reverse ? earlier : later);
        Tensor sum = LinearAlgebra.matmul(rows(before), rows(behind), true, false);
        return fromFirst == null ? sum : sum.plus(fromFirst);
    }

    private static Tensor rows(Tensor x) {
        return Ops.reshape(x, -1, x.shape().last());
    }
}
