package org.kerata.autodiff.internal.kernels.loops;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/** Copies elements with any strides on either side. Axes that run on are joined; runs that are dense on both sides are copied at once. */
public final class CopyKernel implements Kernel {
    private final ByteBuffer from;
    private final ByteBuffer to;
    private final int width;
    private final int[] counts;
    private final int[] fromSteps;
    private final int[] toSteps;
    private final int fromStart;
    private final int toStart;
    private final int[] at;

    private CopyKernel(
            ByteBuffer from,
            ByteBuffer to,
            int width,
            int[] counts,
            int[] fromSteps,
            int[] toSteps,
            int fromStart,
            int toStart) {
        this.from = from;
        this.to = to;
        this.width = width;
        this.counts = counts;
        this.fromSteps = fromSteps;
        this.toSteps = toSteps;
        this.fromStart = fromStart;
        this.toStart = toStart;
        this.at = new int[counts.length];
    }

    /** Fills a tensor with one number. */
    public static Kernel fill(ByteBuffer to, DType type, double value) {
        ByteBuffer one = ByteBuffer.allocate(type.bytes()).order(to.order());
        switch (type) {
            case FLOAT32 -> one.putFloat(0, (float) value);
            case FLOAT64 -> one.putDouble(0, value);
            case INT32 -> one.putInt(0, (int) value);
            case INT64 -> one.putLong(0, (long) value);
            case BOOL -> one.put(0, (byte) (value != 0 ? 1 : 0));
        }
        int n = to.capacity() / type.bytes();
        return of(one, to, type.bytes(), new long[] {n}, 0, new long[] {0}, 0, new long[] {1});
    }

    /** A copy; counts, starts and strides in elements of {@code width} bytes, outermost axis first. */
    public static Kernel of(
            ByteBuffer from,
            ByteBuffer to,
            int width,
            long[] counts,
            long fromStart,
            long[] fromStrides,
            long toStart,
            long[] toStrides) {
        int rank = counts.length;
        int[] c = new int[rank + 1];
        int[] f = new int[rank + 1];
        int[] t = new int[rank + 1];
        int n = 0;
        for (int i = rank - 1; i >= 0; i--) {
            if (counts[i] == 0) {
                return w -> {};
            }
            if (counts[i] == 1) {
                continue;
            }
            int fs = Math.toIntExact(fromStrides[i] * width);
            int ts = Math.toIntExact(toStrides[i] * width);
            if (n > 0 && fs == f[n - 1] * c[n - 1] && ts == t[n - 1] * c[n - 1]) {
                c[n - 1] *= (int) counts[i];
            } else {
                c[n] = (int) counts[i];
                f[n] = fs;
                t[n++] = ts;
            }
        }
        if (n == 0) {
            c[n] = 1;
            f[n] = width;
            t[n++] = width;
        }
        return new CopyKernel(
                from,
                to,
                width,
                Arrays.copyOf(c, n),
                Arrays.copyOf(f, n),
                Arrays.copyOf(t, n),
                Math.toIntExact(fromStart * width),
                Math.toIntExact(toStart * width));
    }

    @Override
    public void run(Worker w) {
        int source = fromStart;
        int target = toStart;
        Arrays.fill(at, 0);
        while (true) {
            line(source, target);
            int axis = 1;
            for (; axis < counts.length; axis++) {
                source += fromSteps[axis];
                target += toSteps[axis];
                if (++at[axis] < counts[axis]) {
                    break;
                }
                source -= fromSteps[axis] * counts[axis];
                target -= toSteps[axis] * counts[axis];
                at[axis] = 0;
            }
            if (axis == counts.length) {
                return;
            }
        }
    }

    private void line(int source, int target) {
        int n = counts[0];
        int fs = fromSteps[0];
        int ts = toSteps[0];
        if (fs == width && ts == width) {
            to.put(target, from, source, n * width);
            return;
        }
        switch (width) {
            case 4 -> {
                for (int i = 0; i < n; i++) {
                    to.putInt(target + i * ts, from.getInt(source + i * fs));
                }
            }
            case 8 -> {
                for (int i = 0; i < n; i++) {
                    to.putLong(target + i * ts, from.getLong(source + i * fs));
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    to.put(target + i * ts, from.get(source + i * fs));
                }
            }
        }
    }
}
