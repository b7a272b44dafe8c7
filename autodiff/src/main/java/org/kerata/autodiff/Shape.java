package org.kerata.autodiff;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * The lengths of a tensor's axes, outermost first. Immutable. An axis may be {@linkplain #UNKNOWN unknown} while a tensor is symbolic.
 * Axis numbers may be negative and then count from the end, as in Keras.
 */
public final class Shape {
    /** Stands for the length of an axis that is not known yet (Keras writes {@code None}). */
    public static final long UNKNOWN = -1;

    /** The shape of a single number. */
    public static final Shape SCALAR = new Shape(new long[0]);

    private final long[] dims;

    private Shape(long[] dims) {
        this.dims = dims;
    }

    /**
     * A shape with these axes.
     *
     * @throws ShapeException if a length is negative and not {@link #UNKNOWN}
     */
    public static Shape of(long... dims) {
        for (long d : dims) {
            if (d < UNKNOWN) {
                throw new ShapeException("An axis length must be 0 or more, or -1 for unknown. Received: "
                        + Arrays.toString(dims) + ".");
            }
        }
        return dims.length == 0 ? SCALAR : new Shape(dims.clone());
    }

    /** The number of axes. */
    public int rank() {
        return dims.length;
    }

    /** The length of an axis; {@link #UNKNOWN} if not known. */
    public long dim(int axis) {
        return dims[axis(axis)];
    }

    /** The length of an axis as an {@code int}. */
    public int intDim(int axis) {
        long n = dim(axis);
        if (n > Integer.MAX_VALUE) {
            throw new ShapeException("Axis " + axis + " of shape " + this + " is longer than 2³¹ - 1.");
        }
        return (int) n;
    }

    /** The length of the last axis. */
    public long last() {
        return dim(-1);
    }

    /**
     * An axis number made non-negative.
     *
     * @throws ShapeException if there is no such axis
     */
    public int axis(int axis) {
        int a = axis < 0 ? axis + dims.length : axis;
        if (a < 0 || a >= dims.length) {
            throw new ShapeException(
                    "Axis " + axis + " does not exist in shape " + this + " with " + dims.length + " axes.");
        }
        return a;
    }

    /** The lengths, as a fresh array. */
    public long[] dims() {
        return dims.clone();
    }

    /** Whether every axis is known. */
    public boolean isKnown() {
        for (long d : dims) {
            if (d == UNKNOWN) {
                return false;
            }
        }
        return true;
    }

    /**
     * The number of elements.
     *
     * @throws ShapeException if an axis is unknown or the product is beyond a {@code long}
     */
    public long size() {
        if (!isKnown()) {
            throw new ShapeException("The number of elements of shape " + this + " is not known yet.");
        }
        try {
            return product(0, dims.length);
        } catch (ArithmeticException e) {
            throw new ShapeException("Shape " + this + " has more elements than can be counted.");
        }
    }

    /** The product of the axes {@code from} to {@code to} (exclusive). */
    public long product(int from, int to) {
        long n = 1;
        try {
            for (int i = from; i < to; i++) {
                n = Math.multiplyExact(n, dims[i]);
            }
        } catch (ArithmeticException e) {
            throw new ShapeException("Shape " + this + " has more elements than can be counted.");
        }
        return n;
    }

    /** This shape with one axis changed. */
    public Shape with(int axis, long length) {
        long[] d = dims.clone();
        d[axis(axis)] = length;
        return of(d);
    }

    /** This shape with further axes at the end. */
    public Shape append(long... more) {
        long[] d = Arrays.copyOf(dims, dims.length + more.length);
        System.arraycopy(more, 0, d, dims.length, more.length);
        return of(d);
    }

    /** This shape with further axes at the front. */
    public Shape prepend(long... more) {
        return of(more).append(dims);
    }

    /** The axes {@code from} to {@code to} (exclusive). */
    public Shape slice(int from, int to) {
        if (from < 0 || from > to || to > dims.length) {
            throw new ShapeException("Shape " + this + " has no axes " + from + " to " + to + ".");
        }
        return of(Arrays.copyOfRange(dims, from, to));
    }

    /** This shape without one axis. */
    public Shape without(int axis) {
        int a = axis(axis);
        return slice(0, a).append(Arrays.copyOfRange(dims, a + 1, dims.length));
    }

    /** Whether the other shape fits this one: same rank, and each axis equal or unknown on either side. */
    public boolean matches(Shape other) {
        if (other.dims.length != dims.length) {
            return false;
        }
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] != other.dims[i] && dims[i] != UNKNOWN && other.dims[i] != UNKNOWN) {
                return false;
            }
        }
        return true;
    }

    /**
     * The common shape of two operands under NumPy's broadcasting: axes are aligned at the end, and a length of 1 stretches.
     *
     * @throws ShapeException if they do not fit
     */
    public static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        long[] out = new long[rank];
        for (int i = 1; i <= rank; i++) {
            long x = i <= a.rank() ? a.dims[a.rank() - i] : 1;
            long y = i <= b.rank() ? b.dims[b.rank() - i] : 1;
            if (x != y && x != 1 && y != 1 && x != UNKNOWN && y != UNKNOWN) {
                throw new ShapeException("Shapes " + a + " and " + b + " cannot be broadcast together: axis -" + i
                        + " is " + x + " and " + y + ". They must be equal, or one of them 1.");
            }
            if (x == 1) {
                out[rank - i] = y;
            } else if (y == 1 || x == y) {
                out[rank - i] = x;
            } else {
                out[rank - i] = Math.max(x, y);
            }
        }
        return of(out);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Shape s && Arrays.equals(dims, s.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** As Keras prints it: {@code (None, 28, 28, 1)}, {@code (10,)}, {@code ()}. */
    @Override
    public String toString() {
        if (dims.length == 1) {
            return "(" + (dims[0] == UNKNOWN ? "None" : Long.toString(dims[0])) + ",)";
        }
        StringJoiner s = new StringJoiner(", ", "(", ")");
        for (long d : dims) {
            s.add(d == UNKNOWN ? "None" : Long.toString(d));
        }
        return s.toString();
    }
}
