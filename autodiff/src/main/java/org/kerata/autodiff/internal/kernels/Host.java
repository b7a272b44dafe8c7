package org.kerata.autodiff.internal.kernels;

import java.nio.ByteBuffer;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;

/**
 * A tensor in Java arrays, for the portable kernels: reals in {@code d}, integers and truth values (0 or 1) in {@code l}. Allocated
 * once and filled again for each run.
 */
public final class Host {
    private static final double[] NO_REALS = {};
    private static final long[] NO_WHOLES = {};

    /** The element type. */
    public final DType dtype;

    /** The shape. */
    public final Shape shape;

    /** The number of elements. */
    public final int size;

    /** The elements of a floating-point tensor; else empty. */
    public final double[] d;

    /** The elements of an integer or truth-value tensor; else empty. */
    public final long[] l;

    /** An array of this type and shape, all zeros. */
    public Host(DType dtype, Shape shape) {
        this.dtype = dtype;
        this.shape = shape;
        this.size = Math.toIntExact(shape.size());
        this.d = dtype.isFloating() ? new double[size] : NO_REALS;
        this.l = dtype.isFloating() ? NO_WHOLES : new long[size];
    }

    /** An element as a real number, whatever the type. */
    public double real(int i) {
        return dtype.isFloating() ? d[i] : l[i];
    }

    /** An element as an integer, whatever the type (reals are cut off towards zero). */
    public long whole(int i) {
        return dtype.isFloating() ? (long) d[i] : l[i];
    }

    /** Sets an element from a real number, whatever the type. */
    public void set(int i, double v) {
        if (dtype.isFloating()) {
            d[i] = v;
        } else if (dtype == DType.BOOL) {
            l[i] = v != 0 ? 1 : 0;
        } else {
            l[i] = dtype == DType.INT32 ? (int) v : (long) v;
        }
    }

    /** Takes the elements from packed native bytes. */
    public void load(ByteBuffer from) {
        switch (dtype) {
            case FLOAT32 -> {
                for (int i = 0; i < size; i++) {
                    d[i] = from.getFloat(i * 4);
                }
            }
            case FLOAT64 -> from.asDoubleBuffer().get(0, d);
            case INT32 -> {
                for (int i = 0; i < size; i++) {
                    l[i] = from.getInt(i * 4);
                }
            }
            case INT64 -> from.asLongBuffer().get(0, l);
            case BOOL -> {
                for (int i = 0; i < size; i++) {
                    l[i] = from.get(i);
                }
            }
        }
    }

    /** Writes the elements as packed native bytes. */
    public void store(ByteBuffer to) {
        switch (dtype) {
            case FLOAT32 -> {
                for (int i = 0; i < size; i++) {
                    to.putFloat(i * 4, (float) d[i]);
                }
            }
            case FLOAT64 -> to.asDoubleBuffer().put(0, d);
            case INT32 -> {
                for (int i = 0; i < size; i++) {
                    to.putInt(i * 4, (int) l[i]);
                }
            }
            case INT64 -> to.asLongBuffer().put(0, l);
            case BOOL -> {
                for (int i = 0; i < size; i++) {
                    to.put(i, (byte) l[i]);
                }
            }
        }
    }
}
