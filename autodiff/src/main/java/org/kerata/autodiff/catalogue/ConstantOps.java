package org.kerata.autodiff.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Shaping;

/** Constants. */
public abstract class ConstantOps extends ScatterOps {
    /** Not made: its methods are static. */
    protected ConstantOps() {}

    /** The integers 0 to {@code n - 1}, as {@code int32}. */
    public static Tensor arange(int n) {
        int[] v = new int[n];
        for (int i = 0; i < n; i++) {
            v[i] = i;
        }
        return Tensor.of(v);
    }

    /** The integers from {@code start} to before {@code stop}, {@code step} apart, as {@code int32}. */
    public static Tensor arange(int start, int stop, int step) {
        int n = (int) steps(start, stop, step);
        int[] v = new int[n];
        for (int i = 0; i < n; i++) {
            v[i] = start + i * step;
        }
        return Tensor.of(v);
    }

    /** The numbers from {@code start} to before {@code stop}, {@code step} apart, as {@code float32}. */
    public static Tensor arange(double start, double stop, double step) {
        int n = (int) steps(start, stop, step);
        return numbers(n, i -> start + i * step, DType.FLOAT32);
    }

    /** So many numbers from {@code start} to {@code stop}, both included, equally far apart, as {@code float32}. */
    public static Tensor linspace(double start, double stop, int num) {
        return linspace(start, stop, num, true, DType.FLOAT32);
    }

    /** So many numbers from {@code start}, equally far apart; {@code stop} is the last, or with {@code !endpoint} the one after it. */
    public static Tensor linspace(double start, double stop, int num, boolean endpoint, DType dtype) {
        int parts = Math.max(1, endpoint ? num - 1 : num);
        return numbers(requireCount("linspace", num), i -> start + (stop - start) * i / parts, dtype);
    }

    /**
     * For each pair of elements (broadcast) so many numbers from one to the other, equally far apart, along a new axis at this place; with
     * {@code !endpoint} the second would be the next.
     */
    public static Tensor linspace(Tensor start, Tensor stop, int num, boolean endpoint, int axis) {
        Tensor from = real(start);
        Tensor way = real(subtract(stop, start));
        int rank = Math.max(from.rank(), way.rank());
        Tensor parts = linspace(0, 1, num, endpoint, way.dtype());
        Tensor last = add(expandDims(from, -1), multiply(expandDims(way, -1), parts));
        return moveaxis(last, rank, axis);
    }

    /** So many numbers from {@code base} to the power {@code start} up to that of {@code stop}, each as many times the one before. */
    public static Tensor logspace(double start, double stop, int num, boolean endpoint, double base) {
        int parts = Math.max(1, endpoint ? num - 1 : num);
        return numbers(
                requireCount("logspace", num), i -> Math.pow(base, start + (stop - start) * i / parts), DType.FLOAT32);
    }

    /** So many numbers from {@code start} to {@code stop}, which must have one sign, each as many times the one before. */
    public static Tensor geomspace(double start, double stop, int num, boolean endpoint) {
        if (!(start * stop > 0)) {
            throw new ConfigException(
                    "geomspace: both ends must be above 0, or both below. Received: " + start + " and " + stop + ".");
        }
        int parts = Math.max(1, endpoint ? num - 1 : num);
        return numbers(
                requireCount("geomspace", num), i -> start * Math.pow(stop / start, (double) i / parts), DType.FLOAT32);
    }

    /** For each of the vectors its elements along an axis of a grid: {@code "ij"}, vector i varies along axis i; {@code "xy"}, the first two swapped. */
    public static List<Tensor> meshgrid(List<Tensor> vectors, String indexing) {
        boolean swapped = indexing.equals("xy");
        if (!swapped && !indexing.equals("ij")) {
            throw new ConfigException(
                    "meshgrid: the indexing must be \"xy\" or \"ij\". Received: \"" + indexing + "\".");
        }
        int rank = vectors.size();
        long[] grid = new long[rank];
        List<Tensor> wide = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            int axis = swapped && rank > 1 && i < 2 ? 1 - i : i;
            Tensor v = ravel(vectors.get(i));
            long[] own = new long[rank];
            Arrays.fill(own, 1);
            own[axis] = v.size();
            grid[axis] = v.size();
            wide.add(reshape(v, own));
        }
        return wide.stream().map(t -> broadcastTo(t, Shape.of(grid))).toList();
    }

    /** Ones on and below a diagonal of an n × m matrix, zeros above. */
    public static Tensor tri(int n, int m, int diagonal) {
        return tril(ones(n, m), diagonal);
    }

    /** The powers of each element as a row: {@code n} of them, falling to 0, or rising from 0. */
    public static Tensor vander(Tensor x, int n, boolean increasing) {
        if (x.rank() != 1) {
            throw new ShapeException("vander: The input must be a vector. Received: shape " + x.shape() + ".");
        }
        List<Tensor> columns = new ArrayList<>();
        Tensor power = onesLike(x);
        for (int i = 0; i < n; i++) {
            columns.add(increasing ? i : 0, power);
            power = multiply(power, x);
        }
        return n == 0 ? zeros(x.size(), 0) : stack(columns, 1);
    }

    /** Ones on the main diagonal of an n × n matrix, zeros elsewhere. */
    public static Tensor identity(int n) {
        return eye(n, n);
    }

    /** Ones on the main diagonal of an n × n matrix, zeros elsewhere. */
    public static Tensor eye(int n) {
        return eye(n, n);
    }

    /** Ones on a diagonal of an n × m matrix, zeros elsewhere; diagonal 0 is the main one, positive ones lie above it. */
    public static Tensor eye(int n, int m, int diagonal, DType dtype) {
        return oneHot(add(arange(n), Tensor.scalar(diagonal, DType.INT32)), m, -1, dtype);
    }

    /** Ones on the main diagonal of an n × m matrix, zeros elsewhere. */
    public static Tensor eye(int n, int m) {
        return oneHot(arange(n), m, -1, DType.FLOAT32);
    }

    /** A tensor full of one number. */
    public static Tensor full(Shape shape, double value, DType dtype) {
        return broadcastTo(Tensor.scalar(value, dtype), shape);
    }

    /** Zeros of this shape. */
    public static Tensor zeros(long... shape) {
        return full(Shape.of(shape), 0, DType.FLOAT32);
    }

    /** Ones of this shape. */
    public static Tensor ones(long... shape) {
        return full(Shape.of(shape), 1, DType.FLOAT32);
    }

    /** Zeros of this type and shape. */
    public static Tensor zeros(Shape shape, DType dtype) {
        return full(shape, 0, dtype);
    }

    /** Ones of this type and shape. */
    public static Tensor ones(Shape shape, DType dtype) {
        return full(shape, 1, dtype);
    }

    /** A tensor of this shape whose elements are not meant to be read before they are set; they are 0. */
    public static Tensor empty(long... shape) {
        return zeros(shape);
    }

    /** A tensor like x whose elements are not meant to be read before they are set; they are 0. */
    public static Tensor emptyLike(Tensor x) {
        return zerosLike(x);
    }

    /** Zeros like x. */
    public static Tensor zerosLike(Tensor x) {
        return fullLike(x, 0);
    }

    /** Ones like x. */
    public static Tensor onesLike(Tensor x) {
        return fullLike(x, 1);
    }

    /** A tensor like x, full of one number. */
    public static Tensor fullLike(Tensor x, double value) {
        return x.shape().isKnown()
                ? full(x.shape(), value, x.dtype())
                : Shaping.FULL_LIKE.apply(new Shaping.Fill(value), x);
    }

    private static long steps(double start, double stop, double step) {
        if (step == 0 || Double.isNaN(step)) {
            throw new ConfigException("arange: the step must not be " + step + ".");
        }
        return Math.max(0, (long) Math.ceil((stop - start) / step));
    }

    private static int requireCount(String op, int n) {
        if (n < 0) {
            throw new ConfigException(op + ": the number of elements must be 0 or more. Received: " + n + ".");
        }
        return n;
    }

    private static Tensor numbers(int n, IntToDoubleFunction f, DType dtype) {
        double[] v = new double[n];
        Arrays.setAll(v, f);
        return cast(Tensor.of(v), dtype);
    }
}
