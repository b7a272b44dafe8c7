package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;

/**
 * Where a loop leaves its results. Outputs are written in place into their stacks. A carry that is also an output has its steps in one
 * stack, out of which the next step reads it; a stack of the carries before each step is the same one, moved by a step.
 */
final class ScanLayout {
    final int carries;
    final long length;
    final boolean reverse;
    /** The results that the body computes: the carries, and outputs that are not carries. */
    final List<Tensor> roots;
    /** For each of the roots where its steps lie, or for a carry without stack where the last one lies. */
    final List<Operand> places;
    /** Whether a carry has a stack. */
    final boolean[] stacked;
    /** Whether the stack of a carry begins with what the loop begins with. */
    final boolean[] withFirst;
    /** The op's outputs. */
    final List<Operand> outputs;
    /** The tensors of the body that the op's outputs are made of. */
    final List<Tensor> tensors;

    ScanLayout(Traced body, int carries, long length, boolean reverse) {
        this.carries = carries;
        this.length = length;
        this.reverse = reverse;
        this.roots = new ArrayList<>(body.outputs().subList(0, carries));
        this.places = new ArrayList<>();
        this.stacked = new boolean[carries];
        this.withFirst = new boolean[carries];
        this.outputs = new ArrayList<>();
        this.tensors = body.outputs();
        List<Tensor> ys = body.outputs().subList(carries, body.outputs().size());
        for (Tensor y : ys) {
            int before = body.arguments().indexOf(y);
            int after = roots.subList(0, carries).indexOf(y);
            if (before >= 0 && before < carries) {
                stacked[before] = true;
                withFirst[before] = true;
            } else if (after >= 0) {
                stacked[after] = true;
            }
        }
        for (int i = 0; i < carries; i++) {
            Spec s = body.arguments().get(i).spec();
            long slots = length + (withFirst[i] ? 1 : 0);
            Operand all = Operand.of(Value.arena("carry", stacked[i] ? stack(s, slots) : s));
            places.add(all);
            outputs.add(stacked[i] ? slot(i, last()) : all);
        }
        for (Tensor y : ys) {
            int before = body.arguments().indexOf(y);
            int after = roots.indexOf(y);
            if (before >= 0 && before < carries) {
                outputs.add(steps(before, reverse ? 1 : 0, y.spec()));
            } else if (after >= 0 && after < carries) {
                outputs.add(steps(after, withFirst[after] && !reverse ? 1 : 0, y.spec()));
            } else if (after >= 0) {
                outputs.add(places.get(after));
            } else {
                roots.add(y);
                places.add(Operand.of(Value.arena("scan", stack(y.spec(), length))));
                outputs.add(places.get(places.size() - 1));
            }
        }
    }

    private static Spec stack(Spec s, long slots) {
        return s.with(s.shape().prepend(slots));
    }

    private Operand steps(int carry, long firstSlot, Spec s) {
        Value v = places.get(carry).value();
        return new Operand(v, firstSlot * s.shape().size(), stack(s, length).shape());
    }

    /** The place along the scanned axis that is visited last. */
    private long last() {
        return position(length - 1);
    }

    /** The place along the scanned axis that a step visits. */
    long position(long step) {
        return reverse ? length - 1 - step : step;
    }

    /** A carry as the step at a place leaves it, in its stack. */
    Operand slot(int carry, long position) {
        Operand all = places.get(carry);
        Spec s = all.value().spec();
        long size = s.shape().without(0).size();
        long slot = position + (withFirst[carry] && !reverse ? 1 : 0);
        return new Operand(all.value(), slot * size, s.shape().without(0));
    }

    /** Where a carry's stack holds what the loop begins with; null if it does not. */
    @Nullable
    Operand first(int carry) {
        return withFirst[carry] ? slot(carry, reverse ? length : -1) : null;
    }
}
