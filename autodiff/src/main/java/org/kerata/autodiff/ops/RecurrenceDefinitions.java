package org.kerata.autodiff.ops;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Scan;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Recurrences.Recurrence;

/** The recurrences in terms of simpler ops, as loops. */
final class RecurrenceDefinitions {
    private RecurrenceDefinitions() {}

    static List<Tensor> lstm(List<Tensor> in, Recurrence a) {
        Tensor x = in.get(0);
        Tensor kernel = in.get(1);
        List<Tensor> init = a.states() ? in.subList(2, 4) : List.of(zeros(x, kernel), zeros(x, kernel));
        List<Tensor> xs = new ArrayList<>(List.of(stepsFirst(x)));
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
                x.shape().intDim(1),
                a.reverse());
        return all.outputs().stream().map(RecurrenceDefinitions::stepsFirst).toList();
    }

    static List<Tensor> lstmGradient(List<Tensor> in, Recurrence a) {
        Tensor dy = in.get(0);
        Tensor kernel = in.get(1);
        Tensor cells = in.get(2);
        List<Tensor> xs = new ArrayList<>();
        xs.add(stepsFirst(dy));
        xs.add(stepsFirst(in.get(3)));
        xs.add(stepsFirst(cells));
        xs.add(stepsFirst(before(cells, a.states() ? in.get(4) : null, a.reverse())));
        mask(xs, a.mask() ? in.get(a.states() ? 5 : 4) : null);
        if (a.cells()) {
            xs.add(stepsFirst(in.get(in.size() - 1)));
        }
        Tensor zero = Ops.full(dy.shape().without(1), 0, dy.dtype());
        Scan all = Ops.scan(
                (state, part) -> {
                    Tensor dh = state.get(0).plus(part.get(0));
                    Tensor arriving = a.cells() ? state.get(1).plus(part.get(part.size() - 1)) : state.get(1);
                    List<Tensor> gates = Ops.split(part.get(1), 4, -1);
                    Tensor i = gates.get(0);
                    Tensor f = gates.get(1);
                    Tensor g = gates.get(2);
                    Tensor o = gates.get(3);
                    Tensor t = Ops.tanh(part.get(2));
                    Tensor dc = arriving.plus(dh.times(o).times(slopeOfTanh(t)));
                    Tensor dz = Ops.concatenate(
                            List.of(
                                    dc.times(g).times(slopeOfSigmoid(i)),
                                    dc.times(part.get(3)).times(slopeOfSigmoid(f)),
                                    dc.times(i).times(slopeOfTanh(g)),
                                    dh.times(t).times(slopeOfSigmoid(o))),
                            -1);
                    if (!a.mask()) {
                        return new Scan(List.of(back(dz, kernel), dc.times(f)), List.of(dz));
                    }
                    Tensor counts = part.get(4);
                    Tensor open = Ops.where(counts, dz, Ops.zerosLike(dz));
                    return new Scan(
                            List.of(
                                    Ops.where(counts, back(open, kernel), dh),
                                    Ops.where(counts, dc.times(f), arriving)),
                            List.of(open));
                },
                List.of(zero, zero),
                xs,
                dy.shape().intDim(1),
                !a.reverse());
        return List.of(
                stepsFirst(all.outputs().get(0)),
                all.carry().get(0),
                all.carry().get(1));
    }

    static List<Tensor> gru(List<Tensor> in, Recurrence a) {
        Tensor x = in.get(0);
        Tensor kernel = in.get(1);
        Tensor bias = in.get(2);
        List<Tensor> xs = new ArrayList<>(List.of(stepsFirst(x)));
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
                            List.of(next), List.of(next, Ops.concatenate(List.of(z, r, fresh, fromState.get(2)), -1)));
                },
                a.states() ? List.of(in.get(3)) : List.of(zeros(x, kernel)),
                xs,
                x.shape().intDim(1),
                a.reverse());
        return all.outputs().stream().map(RecurrenceDefinitions::stepsFirst).toList();
    }

    static List<Tensor> gruGradient(List<Tensor> in, Recurrence a) {
        Tensor dy = in.get(0);
        Tensor kernel = in.get(1);
        Tensor y = in.get(2);
        List<Tensor> xs = new ArrayList<>();
        xs.add(stepsFirst(dy));
        xs.add(stepsFirst(in.get(3)));
        xs.add(stepsFirst(before(y, a.states() ? in.get(4) : null, a.reverse())));
        mask(xs, a.mask() ? in.get(in.size() - 1) : null);
        Scan all = Ops.scan(
                (state, part) -> {
                    Tensor dh = state.get(0).plus(part.get(0));
                    List<Tensor> gates = Ops.split(part.get(1), 4, -1);
                    Tensor z = gates.get(0);
                    Tensor r = gates.get(1);
                    Tensor fresh = gates.get(2);
                    Tensor dfresh = dh.times(oneMinus(z)).times(slopeOfTanh(fresh));
                    Tensor dz = dh.times(part.get(2).minus(fresh)).times(slopeOfSigmoid(z));
                    Tensor dr = dfresh.times(gates.get(3)).times(slopeOfSigmoid(r));
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
                List.of(Ops.full(dy.shape().without(1), 0, dy.dtype())),
                xs,
                dy.shape().intDim(1),
                !a.reverse());
        return List.of(
                stepsFirst(all.outputs().get(0)),
                stepsFirst(all.outputs().get(1)),
                all.carry().get(0));
    }

    /** For each step the state before it, given the states behind all steps and the one to begin with; null for zeros. */
    static Tensor before(Tensor states, @Nullable Tensor first, boolean reverse) {
        long steps = states.shape().dim(1);
        Tensor start = first != null
                ? Ops.expandDims(first, 1)
                : Ops.full(states.shape().with(1, 1), 0, states.dtype());
        if (steps == 1) {
            return start;
        }
        Slice part = reverse ? Slice.of(1, steps) : Slice.of(0, steps - 1);
        Tensor others = Ops.slice(states, Slice.ALL, part);
        return Ops.concatenate(reverse ? List.of(others, start) : List.of(start, others), 1);
    }

    private static Tensor zeros(Tensor x, Tensor kernel) {
        return Ops.full(Shape.of(x.shape().dim(0), kernel.shape().dim(0)), 0, x.dtype());
    }

    private static void mask(List<Tensor> xs, @Nullable Tensor mask) {
        if (mask != null) {
            xs.add(Ops.expandDims(stepsFirst(mask), 2));
        }
    }

    private static Tensor stepsFirst(Tensor x) {
        return Ops.swapaxes(x, 0, 1);
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
