package org.kerata.autodiff.internal.kernels.loops;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.internal.compile.Operand;
import org.kerata.autodiff.internal.run.Binding;

/** Writes registers to memory. */
public final class Stores {
    private Stores() {}

    /** A store for elements {@code lo} to {@code hi}. */
    public static Step of(int register, Operand o, Binding b, int slice, long lo, long hi) {
        if (o.dtype() == DType.FLOAT32) {
            return new Dense(register, b.floats(o, slice, lo, hi), lo);
        }
        ByteBuffer bytes = b.bytes(o, slice);
        return switch (o.dtype()) {
            case BOOL -> (r, at, n) -> truth(r[register], bytes, (int) at, n);
            case INT32 ->
                (r, at, n) -> {
                    for (int i = 0; i < n; i++) {
                        bytes.putInt((int) (at + i) * 4, (int) r[register][i]);
                    }
                };
            default -> throw new IllegalStateException("Loops do not write " + o.dtype() + ".");
        };
    }

    private static void truth(float[] from, ByteBuffer to, int at, int n) {
        for (int i = 0; i < n; i++) {
            to.put(at + i, (byte) from[i]);
        }
    }

    private record Dense(int register, FloatBuffer to, long lo) implements Step {
        @Override
        public void run(float[][] r, long at, int n) {
            to.put((int) (at - lo), r[register], 0, n);
        }
    }
}
