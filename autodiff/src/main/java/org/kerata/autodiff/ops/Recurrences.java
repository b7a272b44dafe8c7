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
     * @param cells whether a gradient arrives at the cells of long short-term memory
     */
    public record Recurrence(boolean reverse, boolean states, boolean mask, boolean cells) {
        Recurrence withCells(boolean given) {
            return new Recurrence(reverse, states, mask, given);
        }
    }

    /**
     * Long short-term memory. From {@code x (batch, steps, 4 · units)}, which is inputs · kernel + bias for the gates i, f, c and o, the
     * recurrent kernel {@code (units, 4 · units)}, and perhaps the states h and c {@code (batch, units)} and a mask: all outputs h and all
     * cells c, {@code (batch, steps, units)}, and the gates, {@code (batch, steps, 4 · units)}. A masked step repeats h and c.
     */
    public static final Op<Recurrence> LSTM = Op.<Recurrence>named("lstm")
            .shapes((in, a) -> {
                Spec x = in.get(0);
                Shape h = requireGates(in, a, 4, 2, 2);
                Spec all = x.with(x.shape().with(2, h.last()));
                return List.of(all, all, x);
            })
            .definition(RecurrenceDefinitions::lstm)
            .gradient(Recurrences::lstmGradient)
            .kernel(LstmTask::lower)
            .build();

    /**
     * From the gradient of the outputs of an {@link #LSTM}, the recurrent kernel, all cells, the gates, and perhaps the cell to begin with,
     * the mask, and the gradient of the cells: the gradients of x and of the states to begin with, h and c.
     */
    public static final Op<Recurrence> LSTM_GRAD = Op.<Recurrence>named("lstm_grad")
            .shapes((in, a) -> {
                Spec dy = in.get(0);
                Spec state = dy.with(dy.shape().without(1));
                return List.of(in.get(3), state, state);
            })
            .definition(RecurrenceDefinitions::lstmGradient)
            .kernel(LstmTask::lowerGradient)
            .build();

    /**
     * Gated recurrent units, with the reset gate behind the product. From {@code x (batch, steps, 3 · units)}, which is inputs · kernel +
     * bias for the gates z, r and the candidate, the recurrent kernel {@code (units, 3 · units)} and its bias {@code (3 · units)}, and
     * perhaps the state h {@code (batch, units)} and a mask: all outputs h, {@code (batch, steps, units)}, and z, r, the candidate and the
     * product behind the reset gate, {@code (batch, steps, 4 · units)}. A masked step repeats h.
     */
    public static final Op<Recurrence> GRU = Op.<Recurrence>named("gru")
            .shapes((in, a) -> {
                Spec x = in.get(0);
                Shape h = requireGates(in, a, 3, 3, 1);
                requireShape("bias", in.get(2), x.with(Shape.of(3 * h.last())));
                return List.of(
                        x.with(x.shape().with(2, h.last())), x.with(x.shape().with(2, 4 * h.last())));
            })
            .definition(RecurrenceDefinitions::gru)
            .gradient(Recurrences::gruGradient)
            .kernel(GruTask::lower)
            .build();

    /**
     * From the gradient of the outputs of a {@link #GRU}, the recurrent kernel, all outputs, the gates, and perhaps the state to begin with
     * and the mask: the gradients of x, of the state's product with the recurrent kernel, both {@code (batch, steps, 3 · units)}, and of
     * the state to begin with.
     */
    public static final Op<Recurrence> GRU_GRAD = Op.<Recurrence>named("gru_grad")
            .shapes((in, a) -> {
                Spec dy = in.get(0);
                Spec gates = dy.with(dy.shape().with(2, 3 * dy.shape().last()));
                return List.of(gates, gates, dy.with(dy.shape().without(1)));
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
            throw new ShapeException("The input must have the shape (batch, steps, " + gates + " · units). Received: "
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
        Shape h = Shape.of(x.shape().dim(0), kernel.shape().dim(0));
        int at = firstState;
        for (int i = 0; i < states && a.states; i++) {
            requireShape("state", in.get(at++), x.with(h));
        }
        if (a.mask) {
            requireShape("mask", in.get(at), new Spec(DType.BOOL, x.shape().slice(0, 2)));
        }
        return h;
    }

    private static void requireShape(String what, Spec received, Spec expected) {
        if (received.dtype() != expected.dtype() || !received.shape().matches(expected.shape())) {
            throw new ShapeException("The " + what + " must be " + expected + ". Received: " + received + ".");
        }
    }

    private static List<@Nullable Tensor> lstmGradient(Adjoint<Recurrence> g) {
        if (g.dy(2) != null) {
            return Rules.throughDefinition(LSTM, g);
        }
        Recurrence a = g.attributes();
        Tensor dcells = g.dy(1);
        Tensor dh = g.dy(0);
        List<Tensor> in = new ArrayList<>();
        in.add(dh != null ? dh : Ops.zerosLike(g.out(0)));
        in.add(g.in(1));
        in.add(g.out(1));
        in.add(g.out(2));
        if (a.states) {
            in.add(g.in(3));
        }
        if (a.mask) {
            in.add(g.in(a.states ? 4 : 2));
        }
        if (dcells != null) {
            in.add(dcells);
        }
        List<Tensor> d = LSTM_GRAD.apply(a.withCells(dcells != null), in);
        List<@Nullable Tensor> out = new ArrayList<>();
        out.add(d.get(0));
        out.add(kernelGradient(RecurrenceDefinitions.before(g.out(0), a.states ? g.in(2) : null, a.reverse), d.get(0)));
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
        if (g.dy(1) != null) {
            return Rules.throughDefinition(GRU, g);
        }
        Recurrence a = g.attributes();
        List<Tensor> in = new ArrayList<>(List.of(g.dy(), g.in(1), g.out(0), g.out(1)));
        in.addAll(g.inputs().subList(3, g.inputs().size()));
        List<Tensor> d = GRU_GRAD.apply(a, in);
        List<@Nullable Tensor> out = new ArrayList<>();
        out.add(d.get(0));
        out.add(kernelGradient(RecurrenceDefinitions.before(g.out(0), a.states ? g.in(3) : null, a.reverse), d.get(1)));
        out.add(Ops.sum(d.get(1), new int[] {0, 1}, false));
        if (a.states) {
            out.add(d.get(2));
        }
        if (a.mask) {
            out.add(null);
        }
        return out;
    }

    /** The states before all steps by the gradients of their products, for all samples and steps at once. */
    private static Tensor kernelGradient(Tensor states, Tensor dgates) {
        return LinearAlgebra.matmul(rows(states), rows(dgates), true, false);
    }

    private static Tensor rows(Tensor x) {
        return Ops.reshape(x, -1, x.shape().last());
    }
}
