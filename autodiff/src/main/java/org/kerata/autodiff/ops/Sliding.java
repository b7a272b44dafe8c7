package org.kerata.autodiff.ops;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;

/** Elements moved around an axis, and windows that slide along it. */
public final class Sliding {
    private Sliding() {}

    /** By how many places elements move along an axis; positive is towards the end. */
    public record Shift(int axis, long by) {}

    /** Elements moved along an axis; those that leave it at one end come back at the other. */
    public static final Op<Shift> ROLL = Op.<Shift>named("roll")
            .shape((in, a) -> in.get(0))
            .definition((in, a) -> List.of(rolled(in.get(0), a)))
            .build();

    /** Windows of the last axis: how long they are, and how far one begins behind the one before. */
    public record Sequences(int length, int stride) {
        public Sequences {
            requirePositive("The length of a sequence", length);
            requirePositive("The stride", stride);
        }
    }

    /** The windows of the last axis: {@code (…, n)} becomes {@code (…, windows, length)}. */
    public static final Op<Sequences> EXTRACT_SEQUENCES = Op.<Sequences>named("extract_sequences")
            .shape((in, a) -> {
                Shape s = in.get(0).shape();
                long n = windows(s.last(), a.length, a.stride, 1);
                return in.get(0).with(s.slice(0, s.rank() - 1).append(n, a.length));
            })
            .definition((in, a) -> {
                Tensor x = in.get(0);
                return List.of(slid(x, x.rank() - 1, a.length, a.stride, 1));
            })
            .build();

    private static Tensor rolled(Tensor x, Shift a) {
        long n = x.shape().dim(a.axis);
        long cut = n == 0 ? 0 : Math.floorMod(-a.by, n);
        if (cut == 0) {
            return Ops.identity(x);
        }
        Slice head = Slice.of(0, cut);
        Slice tail = Slice.of(cut, n);
        return Ops.concatenate(List.of(part(x, a.axis, tail), part(x, a.axis, head)), a.axis);
    }

    private static Tensor part(Tensor x, int axis, Slice s) {
        return Structure.SLICE.apply(Structure.Slices.of(x.rank(), axis, s), x);
    }

    /** An axis as two: the windows, and the places within each. */
    static Tensor slid(Tensor x, int axis, int length, int stride, int dilation) {
        long n = x.shape().dim(axis);
        int windows = (int) windows(n, length, stride, dilation);
        if (stride == length && dilation == 1 && (long) windows * length == n) {
            long[] dims = x.shape()
                    .slice(0, axis)
                    .append(windows, length)
                    .append(x.shape().slice(axis + 1, x.rank()).dims())
                    .dims();
            return Ops.reshape(x, dims);
        }
        int[] at = new int[windows * length];
        for (int w = 0; w < windows; w++) {
            for (int i = 0; i < length; i++) {
                at[w * length + i] = w * stride + i * dilation;
            }
        }
        return Ops.take(x, Tensor.of(at, windows, length), axis);
    }

    /** How many windows fit into an axis. */
    static long windows(long n, int length, int stride, int dilation) {
        if (n == Shape.UNKNOWN) {
            return Shape.UNKNOWN;
        }
        long reach = (length - 1L) * dilation + 1;
        if (n < reach) {
            throw new ShapeException("A window of " + reach + " does not fit into an axis of length " + n + ".");
        }
        return (n - reach) / stride + 1;
    }

    private static void requirePositive(String what, int n) {
        if (n < 1) {
            throw new ShapeException(what + " must be at least 1. Received: " + n + ".");
        }
    }

    /** The shifts that bring elements along several axes. */
    public static Tensor roll(Tensor x, int[] shifts, int @Nullable [] axes) {
        if (axes == null) {
            int all = 0;
            for (int s : shifts) {
                all += s;
            }
            return Ops.reshape(
                    ROLL.apply(new Shift(0, all), Ops.ravel(x)), x.shape().dims());
        }
        if (shifts.length != axes.length) {
            throw new ShapeException("roll: each axis needs a shift. Received: " + shifts.length + " shifts and "
                    + axes.length + " axes.");
        }
        List<Shift> todo = new ArrayList<>();
        for (int i = 0; i < axes.length; i++) {
            todo.add(new Shift(x.shape().axis(axes[i]), shifts[i]));
        }
        Tensor y = x;
        for (Shift s : todo) {
            y = ROLL.apply(s, y);
        }
        return y;
    }
}
