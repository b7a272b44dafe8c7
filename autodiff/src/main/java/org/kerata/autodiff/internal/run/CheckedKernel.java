package org.kerata.autodiff.internal.run;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.internal.compile.Operand;
import org.kerata.autodiff.internal.compile.Region;
import org.kerata.autodiff.internal.compile.Task;
import org.kerata.autodiff.internal.memory.Storage;

/** A kernel whose results are looked through for NaN and infinities. */
final class CheckedKernel implements Kernel {
    private final Task task;
    private final int slice;
    private final Kernel kernel;
    private final @Nullable ByteBuffer[] outputs;

    CheckedKernel(Task task, Binding binding, int slice, Kernel kernel) {
        this.task = task;
        this.slice = slice;
        this.kernel = kernel;
        this.outputs = new ByteBuffer[task.outputs().size()];
        for (int i = 0; i < outputs.length; i++) {
            Operand o = task.outputs().get(i);
            outputs[i] = o.dtype().isFloating() && isTensor(o) ? binding.bytes(o, slice) : null;
        }
    }

    /** Packed weights have padding of no meaning. */
    private boolean isTensor(Operand o) {
        return !task.name().equals("pack") && o.size() > 0;
    }

    @Override
    public void run(Worker w) {
        kernel.run(w);
        for (int i = 0; i < outputs.length; i++) {
            ByteBuffer out = outputs[i];
            Region r = task.writes(i, slice);
            if (out != null && !r.isEmpty()) {
                Operand o = task.outputs().get(i);
                long at = find(out, o.dtype(), r.lo() - o.offset(), r.hi() - o.offset(), r);
                if (at >= 0) {
                    throw new KerataException("checkNumerics: the op \"" + task.name() + "\""
                            + (task.scope().isEmpty() ? "" : " of layer \"" + task.scope() + "\"")
                            + " gave the first non-finite value: "
                            + value(out, o.dtype(), at) + " in element " + at + " of shape " + o.shape()
                            + ". Its inputs are finite.");
                }
            }
        }
    }

    /** Fails if a tensor that a program is given has a non-finite element. */
    static void check(Storage s, String what) {
        if (!s.dtype().isFloating()) {
            return;
        }
        ByteBuffer view = s.view();
        long at = find(view, s.dtype(), 0, s.size(), Region.of(0, s.size()));
        if (at >= 0) {
            throw new KerataException("checkNumerics: " + what + " comes with a non-finite value: "
                    + value(view, s.dtype(), at) + " in element " + at + " of shape " + s.shape() + ".");
        }
    }

    private static long find(ByteBuffer b, DType type, long lo, long hi, Region r) {
        for (long i = lo; i < hi; i++) {
            boolean own = r.rows() == 0 || (i % r.rows() >= r.from() && i % r.rows() < r.to());
            if (own && !Double.isFinite(value(b, type, i))) {
                return i;
            }
        }
        return -1;
    }

    private static double value(ByteBuffer b, DType type, long i) {
        return type == DType.FLOAT32 ? b.getFloat((int) i * Float.BYTES) : b.getDouble((int) i * Double.BYTES);
    }
}
