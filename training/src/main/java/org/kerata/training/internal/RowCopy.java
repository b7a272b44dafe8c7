package org.kerata.training.internal;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Elements;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;

/** Copies rows of tensors in native memory into the slots of a program, changing the element type on the way if need be. */
public final class RowCopy {
    private static final int BLOCK = 512;

    private final float[] floats = new float[BLOCK];
    private final int[] ints = new int[BLOCK];

    /** A copier with scratch memory of its own, for one thread at a time. */
    public RowCopy() {}

    /**
     * Copies rows, packed one after the other.
     *
     * @param from where the rows lie
     * @param order the numbers of the rows; if null, those from {@code first} on
     * @param first the place in {@code order} to begin at
     * @param count how many rows
     * @param to where they go
     * @param type the element type there
     */
    public void copy(Elements from, int @Nullable [] order, int first, int count, ByteBuffer to, DType type) {
        int elements = from.shape().dim(0) == 0
                ? 0
                : Math.toIntExact(from.shape().size() / from.shape().dim(0));
        int width = from.dtype().bytes();
        ByteBuffer bytes = from.bytes();
        try {
            if (order == null) {
                move(bytes, from.dtype(), first * elements, to, type, 0, count * elements, width);
            } else {
                for (int i = 0; i < count; i++) {
                    move(bytes, from.dtype(), order[first + i] * elements, to, type, i * elements, elements, width);
                }
            }
        } finally {
            Reference.reachabilityFence(from);
        }
    }

    /** Copies elements. */
    private void move(ByteBuffer from, DType fromType, int start, ByteBuffer to, DType type, int at, int n, int width) {
        if (fromType == type) {
            to.put(at * width, from, start * width, n * width);
        } else if (fromType == DType.INT32 && type == DType.FLOAT32) {
            intsToFloats(from, start, to, at, n);
        } else {
            for (int i = 0; i < n; i++) {
                put(to, type, at + i, get(from, fromType, start + i));
            }
        }
    }

    /** Through blocks in Java arrays, which the virtual machine converts many at a time. */
    private void intsToFloats(ByteBuffer from, int start, ByteBuffer to, int at, int n) {
        java.nio.IntBuffer in = from.asIntBuffer();
        java.nio.FloatBuffer out = to.asFloatBuffer();
        for (int done = 0; done < n; done += BLOCK) {
            int m = Math.min(BLOCK, n - done);
            in.get(start + done, ints, 0, m);
            for (int i = 0; i < m; i++) {
                floats[i] = ints[i];
            }
            out.put(at + done, floats, 0, m);
        }
    }

    /** An element as a double, which holds every {@code int32} and all {@code int64} of use. */
    static double get(ByteBuffer from, DType type, int i) {
        return switch (type) {
            case FLOAT32 -> from.getFloat(i * 4);
            case FLOAT64 -> from.getDouble(i * 8);
            case INT32 -> from.getInt(i * 4);
            case INT64 -> from.getLong(i * 8);
            case BOOL -> from.get(i);
        };
    }

    private static void put(ByteBuffer to, DType type, int i, double v) {
        switch (type) {
            case FLOAT32 -> to.putFloat(i * 4, (float) v);
            case FLOAT64 -> to.putDouble(i * 8, v);
            case INT32 -> to.putInt(i * 4, (int) v);
            case INT64 -> to.putLong(i * 8, (long) v);
            case BOOL -> to.put(i, (byte) (v != 0 ? 1 : 0));
        }
    }

    /** Some rows of a tensor as another tensor; of a single one without the axis of rows, if asked. */
    public static Tensor tensor(Tensor t, int[] rows, boolean single) {
        Elements from = Elements.of(t);
        Shape row = from.shape().slice(1, from.shape().rank());
        long[] shape = (single ? row : row.prepend(rows.length)).dims();
        int n = Math.toIntExact(rows.length * row.size());
        ByteBuffer packed = ByteBuffer.allocate(n * from.dtype().bytes()).order(ByteOrder.nativeOrder());
        new RowCopy().copy(from, rows, 0, rows.length, packed, from.dtype());
        return tensor(packed, from.dtype(), n, shape);
    }

    /** A tensor of packed elements. */
    public static Tensor tensor(ByteBuffer packed, DType type, int n, long[] shape) {
        if (shape.length == 0) {
            return Tensor.scalar(get(packed, type, 0), type);
        }
        return switch (type) {
            case FLOAT32 -> {
                float[] v = new float[n];
                packed.asFloatBuffer().get(0, v);
                yield Tensor.of(v, shape);
            }
            case FLOAT64 -> {
                double[] v = new double[n];
                packed.asDoubleBuffer().get(0, v);
                yield Tensor.of(v, shape);
            }
            case INT32 -> {
                int[] v = new int[n];
                packed.asIntBuffer().get(0, v);
                yield Tensor.of(v, shape);
            }
            case INT64 -> {
                long[] v = new long[n];
                packed.asLongBuffer().get(0, v);
                yield Tensor.of(v, shape);
            }
            case BOOL -> {
                boolean[] v = new boolean[n];
                for (int i = 0; i < n; i++) {
                    v[i] = packed.get(i) != 0;
                }
                yield Tensor.of(v, shape);
            }
        };
    }
}
