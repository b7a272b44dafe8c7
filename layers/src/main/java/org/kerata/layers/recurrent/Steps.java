package org.kerata.layers.recurrent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Scan;
import org.kerata.autodiff.Tensor;

/**
 * What a cell makes of a sequence.
 *
 * @param outputs the outputs, {@code (batch, steps, size)}, each in the place of its input
 * @param last the output of the step that came last
 * @param states the states behind it
 */
record Steps(Tensor outputs, Tensor last, List<Tensor> states) {
    /**
     * How to go along a sequence.
     *
     * @param backwards whether the last step comes first
     * @param unroll whether every step is computed by ops of its own
     * @param zeroOutput whether the output of a masked step is 0, not that of the step before
     */
    record Way(boolean backwards, boolean unroll, boolean zeroOutput) {}

    /** Runs a cell along a sequence {@code (batch, steps, …)}; masked steps leave the states as they are. */
    static Steps of(Cell<?> cell, Cell.Step step, Tensor x, List<Tensor> initial, @Nullable Tensor mask, Way way) {
        Tensor prepared = step.prepare(x);
        Tensor valid = mask == null ? null : valid(mask);
        return way.unroll
                ? unrolled(step, prepared, initial, valid, way)
                : looped(cell, step, prepared, initial, valid, way);
    }

    /** Which steps count, {@code (batch, steps, 1)}: those in which not everything is masked. */
    static Tensor valid(Tensor mask) {
        Tensor m = mask.dtype() == DType.BOOL ? mask : mask.cast(DType.BOOL);
        for (int axis = m.rank() - 1; axis >= 2; axis--) {
            m = Ops.any(m, new int[] {axis}, false);
        }
        return Ops.expandDims(m, 2);
    }

    /** By a loop. Where the first steps are masked, the output is the state that the sequence begins with. */
    private static Steps looped(
            Cell<?> cell, Cell.Step step, Tensor x, List<Tensor> initial, @Nullable Tensor valid, Way way) {
        List<Tensor> xs = new ArrayList<>();
        xs.add(stepsFirst(x));
        if (valid != null) {
            xs.add(stepsFirst(valid));
        }
        int stand = cell.outputState();
        Scan all = Ops.scan(
                (states, in) -> {
                    List<Tensor> made = step.of(in.get(0), states);
                    Tensor y = made.get(0);
                    List<Tensor> next = made.subList(1, made.size());
                    if (valid == null) {
                        return new Scan(next, List.of(y));
                    }
                    Tensor before = way.zeroOutput ? Ops.zerosLike(y) : states.get(stand);
                    return new Scan(kept(in.get(1), next, states), List.of(Ops.where(like(in.get(1), y), y, before)));
                },
                initial,
                xs,
                x.shape().intDim(1),
                way.backwards);
        Tensor outputs = all.outputs().get(0);
        return new Steps(Ops.swapaxes(outputs, 0, 1), Ops.get(outputs, way.backwards ? 0 : -1), all.carry());
    }

    private static Tensor stepsFirst(Tensor x) {
        return Ops.swapaxes(x, 0, 1);
    }

    /** By ops of their own for each step. Where the first steps are masked, the output is 0. */
    private static Steps unrolled(Cell.Step step, Tensor x, List<Tensor> initial, @Nullable Tensor valid, Way way) {
        int n = x.shape().intDim(1);
        List<Tensor> states = initial;
        List<Tensor> outputs = new ArrayList<>();
        Tensor before = null;
        for (int i = 0; i < n; i++) {
            int t = way.backwards ? n - 1 - i : i;
            List<Tensor> made = step.of(Ops.get(x, t, 1), states);
            Tensor y = made.get(0);
            List<Tensor> next = made.subList(1, made.size());
            if (valid != null) {
                Tensor counts = Ops.get(valid, t, 1);
                y = Ops.where(like(counts, y), y, before == null || way.zeroOutput ? Ops.zerosLike(y) : before);
                next = kept(counts, next, states);
            }
            before = y;
            states = next;
            outputs.add(y);
        }
        Tensor last = outputs.get(n - 1);
        if (way.backwards) {
            Collections.reverse(outputs);
        }
        return new Steps(Ops.stack(outputs, 1), last, states);
    }

    private static List<Tensor> kept(Tensor counts, List<Tensor> next, List<Tensor> before) {
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < next.size(); i++) {
            out.add(Ops.where(like(counts, next.get(i)), next.get(i), before.get(i)));
        }
        return out;
    }

    /** Which samples count, {@code (batch, 1)}, with as many axes as what they choose from. */
    private static Tensor like(Tensor counts, Tensor y) {
        Tensor c = counts;
        for (int axis = c.rank(); axis < y.rank(); axis++) {
            c = Ops.expandDims(c, axis);
        }
        return c;
    }
}
