package org.kerata.autodiff.ops;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Scan;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Recurrences.Arriving;
import org.kerata.autodiff.ops.Recurrences.Recurrence;

/** The recurrences in terms of simpler ops, as loops. */
final class RecurrenceDefinitions {
    private RecurrenceDefinitions() {}

    static List<Tensor> lstm(List<Tensor> in, Recurrence a) {
        Tensor x = in.get(0);
        Tensor kernel = in.get(1);
        List<Tensor> init = a.states() ? in.subList(2, 4) : List.of(zeros(x, kernel), zeros(x, kernel));
        List<Tensor> xs = new ArrayList<>(List.of(x));
        mask(xs, a.mask() ? in.get(in.size() - 1) : null);
        Scan all = Ops.scan(
                (state, part) -> {
                    Tensor h = state.get(0);
                    Tensor c = state.get(1);
                    List<Tensor> z = Ops.split(part.get(0).plus(h.matmul(kernel)), 4, -1);
                    Tensor i = Ops.sigmoid(z.get(0));
                    Tensor f = Ops.sigmoid(z.get(1));
                    Tensor g = Ops.tanh(z.get(2));
                    Tensor o = Ops.sigmoid(z.get(3));
                    Tensor cell = f.times(c).plus(i.times(g));
                    Tensor y = o.times(Ops.tanh(cell));
                    Tensor nextC = a.mask() ? Ops.where(part.get(1), cell, c) : cell;
                    Tensor nextH = a.mask() ? Ops.where(part.get(1), y, h) : y;
                    return new Scan(
                            List.of(nextH, nextC), List.of(nextH, nextC, Ops.concatenate(List.of(i, f, g, o), -1)));
                },
                init,
                xs,
                x.shape().intDim(0),
                a.reverse());
        List<Tensor> out = all.outputs();
        return List.of(out.get(0), all.carry().get(0), all.carry().get(1), out.get(1), out.get(2));
    }

    static List<Tensor> lstmGradient(List<Tensor> in, Arriving arriving) {
        Recurrence a = arriving.of();
        Tensor kernel = in.get(1);
        Tensor cells = in.get(2);
        List<Tensor> xs = new ArrayList<>();
        xs.add(in.get(0));
        xs.add(cells);
        xs.add(before(cells, a.states() ? in.get(3) : null, a.reverse()));
        mask(xs, a.mask() ? in.get(a.states() ? 4 : 3) : null);
        List<@Nullable Tensor> dy = gradients(in, arriving);
        Tensor doutputs = dy.get(0);
        if (doutputs != null) {
            xs.add(doutputs);
        }
        Tensor zero = Ops.full(cells.shape().without(0), 0, cells.dtype());
        Scan all = Ops.scan(
                (state, part) -> {
                    Tensor dh = doutputs == null ? state.get(0) : state.get(0).plus(part.get(part.size() - 1));
                    Tensor dcell = state.get(1);
                    List<Tensor> gates = Ops.split(part.get(0), 4, -1);
                    Tensor i = gates.get(0);
                    Tensor f = gates.get(1);
                    Tensor g = gates.get(2);
                    Tensor o = gates.get(3);
                    Tensor t = Ops.tanh(part.get(1));
                    Tensor dc = dcell.plus(dh.times(o).times(slopeOfTanh(t)));
                    Tensor dz = Ops.concatenate(
                            List.of(
                                    dc.times(g).times(slopeOfSigmoid(i)),
                                    dc.times(part.get(2)).times(slopeOfSigmoid(f)),
                                    dc.times(i).times(slopeOfTanh(g)),
                                    dh.times(t).times(slopeOfSigmoid(o))),
                            -1);
                    if (!a.mask()) {
                        return new Scan(List.of(back(dz, kernel), dc.times(f)), List.of(dz));
                    }
                    Tensor counts = part.get(3);
                    Tensor open = Ops.where(counts, dz, Ops.zerosLike(dz));
                    return new Scan(
                            List.of(Ops.where(counts, back(open, kernel), dh), Ops.where(counts, dc.times(f), dcell)),
                            List.of(open));
                },
                List.of(orElse(dy.get(1), zero), orElse(dy.get(2), zero)),
                xs,
                cells.shape().intDim(0),
                !a.reverse());
        return List.of(all.outputs().get(0), all.carry().get(0), all.carry().get(1));
    }

    static List<Tensor> gru(List<Tensor> in, Recurrence a) {
        Tensor x = in.get(0);
        Tensor kernel = in.get(1);
        Tensor bias = in.get(2);
        List<Tensor> xs = new ArrayList<>(List.of(x));
        mask(xs, a.mask() ? in.get(in.size() - 1) : null);
        Scan all = Ops.scan(
                (state, part) -> {
                    Tensor h = state.get(0);
                    List<Tensor> fromInput = Ops.split(part.get(0), 3, -1);
                    List<Tensor> fromState = Ops.split(h.matmul(kernel).plus(bias), 3, -1);
                    Tensor z = Ops.sigmoid(fromInput.get(0).plus(fromState.get(0)));
                    Tensor r = Ops.sigmoid(fromInput.get(1).plus(fromState.get(1)));
                    Tensor fresh = Ops.tanh(fromInput.get(2).plus(r.times(fromState.get(2))));
                    Tensor y = z.times(h).plus(oneMinus(z).times(fresh));
                    Tensor next = a.mask() ? Ops.where(part.get(1), y, h) : y;
                    return new Scan(
                            List.of(next), List.of(next, Ops.concatenate(List.of(z, r, fresh), -1), fromState.get(2)));
                },
                a.states() ? List.of(in.get(3)) : List.of(zeros(x, kernel)),
                xs,
                x.shape().intDim(0),
                a.reverse());
        List<Tensor> out = all.outputs();
        return List.of(out.get(0), all.carry().get(0), out.get(1), out.get(2));
    }

    static List<Tensor> gruGradient(List<Tensor> in, Arriving arriving) {
        Recurrence a = arriving.of();
        Tensor kernel = in.get(1);
        Tensor h = in.get(2);
        List<Tensor> xs = new ArrayList<>();
        xs.add(in.get(0));
        xs.add(in.get(3));
        xs.add(before(h, a.states() ? in.get(4) : null, a.reverse()));
        mask(xs, a.mask() ? in.get(a.states() ? 5 : 4) : null);
        List<@Nullable Tensor> dy = gradients(in, arriving);
        Tensor doutputs = dy.get(0);
        if (doutputs != null) {
            xs.add(doutputs);
        }
        Tensor zero = Ops.full(h.shape().without(0), 0, h.dtype());
        Scan all = Ops.scan(
                (state, part) -> {
                    Tensor dh = doutputs == null ? state.get(0) : state.get(0).plus(part.get(part.size() - 1));
                    List<Tensor> gates = Ops.split(part.get(0), 3, -1);
                    Tensor z = gates.get(0);
                    Tensor r = gates.get(1);
                    Tensor fresh = gates.get(2);
                    Tensor dfresh = dh.times(oneMinus(z)).times(slopeOfTanh(fresh));
                    Tensor dz = dh.times(part.get(2).minus(fresh)).times(slopeOfSigmoid(z));
                    Tensor dr = dfresh.times(part.get(1)).times(slopeOfSigmoid(r));
                    Tensor dx = Ops.concatenate(List.of(dz, dr, dfresh), -1);
                    Tensor dproduct = Ops.concatenate(List.of(dz, dr, dfresh.times(r)), -1);
                    if (!a.mask()) {
                        return new Scan(List.of(back(dproduct, kernel).plus(dh.times(z))), List.of(dx, dproduct));
                    }
                    Tensor counts = part.get(3);
                    Tensor open = Ops.where(counts, dproduct, Ops.zerosLike(dproduct));
                    return new Scan(
                            List.of(Ops.where(counts, back(open, kernel).plus(dh.times(z)), dh)),
                            List.of(Ops.where(counts, dx, Ops.zerosLike(dx)), open));
                },
                List.of(orElse(dy.get(1), zero)),
                xs,
                h.shape().intDim(0),
                !a.reverse());
        return List.of(all.outputs().get(0), all.outputs().get(1), all.carry().get(0));
    }

    /** The gradients of all outputs, of h and of c behind the last step, which are the last inputs; null for what does not arrive. */
    private static List<@Nullable Tensor> gradients(List<Tensor> in, Arriving a) {
        List<@Nullable Tensor> out = new ArrayList<>();
        int at = in.size() - (a.outputs() ? 1 : 0) - (a.last() ? 1 : 0) - (a.cell() ? 1 : 0);
        for (boolean given : new boolean[] {a.outputs(), a.last(), a.cell()}) {
            out.add(given ? in.get(at++) : null);
        }
        return out;
    }

    private static Tensor orElse(@Nullable Tensor t, Tensor other) {
        return t != null ? t : other;
    }

    /** For each step the state before it, given the states behind all steps and the one to begin with; null for zeros. */
    private static Tensor before(Tensor states, @Nullable Tensor first, boolean reverse) {
        long steps = states.shape().dim(0);
        Tensor start = first != null
                ? Ops.expandDims(first, 0)
                : Ops.full(states.shape().with(0, 1), 0, states.dtype());
        if (steps == 1) {
            return start;
        }
        Tensor others = Ops.slice(states, reverse ? Slice.of(1, steps) : Slice.of(0, steps - 1));
        return Ops.concatenate(reverse ? List.of(others, start) : List.of(start, others), 0);
    }

    private static Tensor zeros(Tensor x, Tensor kernel) {
        return Ops.full(Shape.of(x.shape().dim(1), kernel.shape().dim(0)), 0, x.dtype());
    }

    private static void mask(List<Tensor> xs, @Nullable Tensor mask) {
        if (mask != null) {
            xs.add(Ops.expandDims(Ops.swapaxes(mask, 0, 1), 2));
        }
    }

    private static Tensor back(Tensor dz, Tensor kernel) {
        return LinearAlgebra.matmul(dz, kernel, false, true);
    }

    private static Tensor oneMinus(Tensor x) {
        return Tensor.scalar(1, x.dtype()).minus(x);
    }

    private static Tensor slopeOfSigmoid(Tensor y) {
        return y.times(oneMinus(y));
    }

    private static Tensor slopeOfTanh(Tensor y) {
        return oneMinus(y.times(y));
    }
}
