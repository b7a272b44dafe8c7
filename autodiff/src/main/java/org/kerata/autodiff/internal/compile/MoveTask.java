package org.kerata.autodiff.internal.compile;

import org.bytedeco.javacpp.Pointer;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;

/** Copies a value to another of the same size, each slice the part that it made itself. */
final class MoveTask extends Task {
    MoveTask(String name, Operand from, Operand to) {
        super(name, "", java.util.List.of(from), java.util.List.of(to));
    }

    @Override
    public void cut(int slices) {
        Operand from = inputs().get(0);
        Operand to = outputs().get(0);
        cutInto(slices);
        long[] bounds = Cuts.follow(from, slices);
        for (int s = 0; s < slices; s++) {
            reads(0, s, from.part(bounds[s], bounds[s + 1]));
            writes(0, s, to.part(bounds[s], bounds[s + 1]));
        }
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Operand from = inputs().get(0);
        Operand to = outputs().get(0);
        long lo = reads(0, slice).lo() - from.offset();
        long hi = reads(0, slice).hi() - from.offset();
        long bytes = (hi - lo) * from.dtype().bytes();
        Pointer source = b.pointer(from, slice, lo, hi);
        Pointer target = b.pointer(to, slice, lo, hi);
        return w -> Pointer.memcpy(target, source, bytes);
    }
}
