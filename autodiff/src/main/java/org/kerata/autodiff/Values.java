package org.kerata.autodiff;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.kerata.autodiff.internal.memory.Storage;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Java arrays into tensors and back. */
final class Values {
    private Values() {}

    static Tensor of(float[] flat, long... shape) {
        Storage s = fresh(DType.FLOAT32, flat.length, shape);
        s.view().asFloatBuffer().put(0, flat);
        return Tensor.of(s);
    }

    static Tensor of(double[] flat, long... shape) {
        Storage s = fresh(DType.FLOAT64, flat.length, shape);
        s.view().asDoubleBuffer().put(0, flat);
        return Tensor.of(s);
    }

    static Tensor of(int[] flat, long... shape) {
        Storage s = fresh(DType.INT32, flat.length, shape);
        s.view().asIntBuffer().put(0, flat);
        return Tensor.of(s);
    }

    static Tensor of(long[] flat, long... shape) {
        Storage s = fresh(DType.INT64, flat.length, shape);
        s.view().asLongBuffer().put(0, flat);
        return Tensor.of(s);
    }

    static Tensor of(byte[] flat, long... shape) {
        int[] wide = new int[flat.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = Byte.toUnsignedInt(flat[i]);
        }
        return of(wide, shape);
    }

    static Tensor of(boolean[] flat, long... shape) {
        Storage s = fresh(DType.BOOL, flat.length, shape);
        ByteBuffer to = s.view();
        for (int i = 0; i < flat.length; i++) {
            to.put(i, (byte) (flat[i] ? 1 : 0));
        }
        return Tensor.of(s);
    }

    static Tensor scalar(double value, DType dtype) {
        Storage s = Storage.allocate(dtype, Shape.SCALAR);
        ByteBuffer to = s.view();
        switch (dtype) {
            case FLOAT32 -> to.putFloat(0, (float) value);
            case FLOAT64 -> to.putDouble(0, value);
            case INT32 -> to.putInt(0, (int) value);
            case INT64 -> to.putLong(0, (long) value);
            case BOOL -> to.put(0, (byte) (value != 0 ? 1 : 0));
        }
        return Tensor.of(s);
    }

    static Tensor of(INDArray array) {
        INDArray dense = array.ordering() == 'c' && !array.isView() ? array : array.dup('c');
        long[] shape = dense.shape();
        return switch (dense.dataType()) {
            case FLOAT -> of(dense.data().asFloat(), shape);
            case DOUBLE -> of(dense.data().asDouble(), shape);
            case LONG -> of(dense.data().asLong(), shape);
            case INT, SHORT, BYTE, UBYTE, UINT16 -> of(dense.data().asInt(), shape);
            case BOOL -> of(truth(dense.data().asInt()), shape);
            case HALF, BFLOAT16 -> of(dense.data().asFloat(), shape);
            default ->
                throw new ShapeException("Tensor.of: ND4J type " + dense.dataType() + " has no counterpart here.");
        };
    }

    private static boolean[] truth(int[] v) {
        boolean[] b = new boolean[v.length];
        for (int i = 0; i < v.length; i++) {
            b[i] = v[i] != 0;
        }
        return b;
    }

    static INDArray toINDArray(Storage s) {
        long[] shape = s.shape().dims();
        return switch (s.dtype()) {
            case FLOAT32 -> Nd4j.createFromArray(floats(s)).reshape(shape);
            case FLOAT64 -> Nd4j.createFromArray(doubles(s)).reshape(shape);
            case INT32 -> Nd4j.createFromArray(ints(s)).reshape(shape);
            case INT64 -> Nd4j.createFromArray(longs(s)).reshape(shape);
            case BOOL -> Nd4j.createFromArray(ints(s)).castTo(DataType.BOOL).reshape(shape);
        };
    }

    /** A rectangular nested array of floats, doubles or ints. */
    static Tensor nested(Object array) {
        long[] shape = new long[8];
        int rank = 0;
        Class<?> type = array.getClass();
        for (Object a = array;
                a != null && a.getClass().isArray();
                a = Array.getLength(a) == 0 ? null : Array.get(a, 0)) {
            shape[rank++] = Array.getLength(a);
        }
        while (type.isArray()) {
            type = type.getComponentType();
        }
        long[] dims = Arrays.copyOf(shape, rank);
        int size = Math.toIntExact(Shape.of(dims).size());
        Object flat = Array.newInstance(type, size);
        fill(array, flat, 0, dims, 0);
        if (flat instanceof float[] f) {
            return of(f, dims);
        }
        return flat instanceof double[] d ? of(d, dims) : of((int[]) flat, dims);
    }

    private static int fill(Object part, Object flat, int at, long[] dims, int axis) {
        int n = Array.getLength(part);
        if (n != dims[axis]) {
            throw new ShapeException("Tensor.of: the parts of a nested array must have equal lengths. Axis " + axis
                    + " has both " + dims[axis] + " and " + n + ".");
        }
        if (axis == dims.length - 1) {
            System.arraycopy(part, 0, flat, at, n);
            return at + n;
        }
        int to = at;
        for (int i = 0; i < n; i++) {
            to = fill(Array.get(part, i), flat, to, dims, axis + 1);
        }
        return to;
    }

    /** A nested array of floats of the given rank. */
    static Object nested(Storage s, int rank) {
        if (s.shape().rank() != rank) {
            throw new ShapeException(
                    "floats" + rank + ": the tensor must have " + rank + " axes. Received: shape " + s.shape() + ".");
        }
        float[] flat = floats(s);
        int[] dims = new int[rank];
        for (int i = 0; i < rank; i++) {
            dims[i] = s.shape().intDim(i);
        }
        Object out = Array.newInstance(float.class, dims);
        spread(out, flat, 0, dims, 0);
        return out;
    }

    private static int spread(Object part, float[] flat, int at, int[] dims, int axis) {
        if (axis == dims.length - 1) {
            System.arraycopy(flat, at, part, 0, dims[axis]);
            return at + dims[axis];
        }
        int from = at;
        for (int i = 0; i < dims[axis]; i++) {
            from = spread(Array.get(part, i), flat, from, dims, axis + 1);
        }
        return from;
    }

    static float[] floats(Storage s) {
        if (s.dtype() == DType.FLOAT32) {
            float[] out = new float[Math.toIntExact(s.size())];
            s.view().asFloatBuffer().get(0, out);
            return out;
        }
        double[] wide = doubles(s);
        float[] out = new float[wide.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) wide[i];
        }
        return out;
    }

    static double[] doubles(Storage s) {
        int n = Math.toIntExact(s.size());
        double[] out = new double[n];
        ByteBuffer from = s.view();
        switch (s.dtype()) {
            case FLOAT64 -> from.asDoubleBuffer().get(0, out);
            case FLOAT32 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = from.getFloat(i * 4);
                }
            }
            default -> {
                long[] whole = longs(s);
                for (int i = 0; i < n; i++) {
                    out[i] = whole[i];
                }
            }
        }
        return out;
    }

    static long[] longs(Storage s) {
        int n = Math.toIntExact(s.size());
        long[] out = new long[n];
        ByteBuffer from = s.view();
        switch (s.dtype()) {
            case INT64 -> from.asLongBuffer().get(0, out);
            case INT32 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = from.getInt(i * 4);
                }
            }
            case BOOL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = from.get(i);
                }
            }
            case FLOAT32 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = (long) from.getFloat(i * 4);
                }
            }
            case FLOAT64 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = (long) from.getDouble(i * 8);
                }
            }
        }
        return out;
    }

    static int[] ints(Storage s) {
        int n = Math.toIntExact(s.size());
        int[] out = new int[n];
        if (s.dtype() == DType.INT32) {
            s.view().asIntBuffer().get(0, out);
            return out;
        }
        long[] wide = longs(s);
        for (int i = 0; i < n; i++) {
            out[i] = (int) wide[i];
        }
        return out;
    }

    static boolean[] booleans(Storage s) {
        double[] v = doubles(s);
        boolean[] out = new boolean[v.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = v[i] != 0;
        }
        return out;
    }

    private static Storage fresh(DType dtype, int length, long[] shape) {
        Shape s = shape.length == 0 ? Shape.of(length) : Shape.of(shape);
        if (!s.isKnown()) {
            throw new ShapeException("Tensor.of: every axis must be given. Received: shape " + s + ".");
        }
        if (s.size() != length) {
            throw new ShapeException(
                    "Tensor.of: shape " + s + " has " + s.size() + " elements. Received: " + length + " values.");
        }
        return Storage.allocate(dtype, s);
    }
}
