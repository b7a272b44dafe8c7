package org.kerata.autodiff.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;

/** Tensors for tests. */
public final class Tensors {
    private Tensors() {}

    /** Numbers in row-major order as a tensor of any type. */
    public static Tensor of(double[] v, Shape shape, DType dtype) {
        if (shape.rank() == 0) {
            return Tensor.scalar(v[0], dtype);
        }
        long[] dims = shape.dims();
        return switch (dtype) {
            case FLOAT64 -> Tensor.of(v, dims);
            case FLOAT32 -> {
                float[] f = new float[v.length];
                for (int i = 0; i < f.length; i++) {
                    f[i] = (float) v[i];
                }
                yield Tensor.of(f, dims);
            }
            case INT32 -> Tensor.of(Arrays.stream(v).mapToInt(x -> (int) x).toArray(), dims);
            case INT64 -> Tensor.of(Arrays.stream(v).mapToLong(x -> (long) x).toArray(), dims);
            case BOOL -> {
                boolean[] b = new boolean[v.length];
                for (int i = 0; i < b.length; i++) {
                    b[i] = v[i] != 0;
                }
                yield Tensor.of(b, dims);
            }
        };
    }

    /** Normally distributed {@code float32} numbers. */
    public static Tensor normal(long seed, long... shape) {
        Random r = new Random(seed);
        double[] v = new double[(int) Shape.of(shape).size()];
        for (int i = 0; i < v.length; i++) {
            v[i] = r.nextGaussian();
        }
        return of(v, Shape.of(shape), DType.FLOAT32);
    }

    /** Evenly distributed {@code float32} numbers. */
    public static Tensor uniform(long seed, double low, double high, long... shape) {
        Random r = new Random(seed);
        double[] v = new double[(int) Shape.of(shape).size()];
        for (int i = 0; i < v.length; i++) {
            v[i] = low + (high - low) * r.nextDouble();
        }
        return of(v, Shape.of(shape), DType.FLOAT32);
    }

    /**
     * All different {@code float32} numbers from -2 to 2 in random order: no ties for a maximum. None is nearer to an integer or half than
     * a fifth of their distance, so no kink is met.
     */
    public static Tensor distinct(long seed, long... shape) {
        Random r = new Random(seed);
        int n = (int) Shape.of(shape).size();
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        java.util.Collections.shuffle(Arrays.asList(order), r);
        double[] v = new double[n];
        for (int i = 0; i < n; i++) {
            v[i] = -2 + 4.0 * (order[i] + 0.37) / n + 0.001 / n;
        }
        return of(v, Shape.of(shape), DType.FLOAT32);
    }

    /** Integers from 0 to below {@code n}, as {@code int32}. */
    public static Tensor below(long seed, int n, long... shape) {
        Random r = new Random(seed);
        double[] v = new double[(int) Shape.of(shape).size()];
        for (int i = 0; i < v.length; i++) {
            v[i] = r.nextInt(n);
        }
        return of(v, Shape.of(shape), DType.INT32);
    }

    /** The sum of products of two lists of tensors, which is a scalar. */
    static Tensor dot(List<Tensor> a, List<Tensor> b) {
        Tensor sum = null;
        for (int i = 0; i < a.size(); i++) {
            Tensor part = a.get(i).times(b.get(i)).sum();
            sum = sum == null ? part : sum.plus(part);
        }
        if (sum == null) {
            throw new IllegalArgumentException("Nothing to multiply.");
        }
        return sum;
    }

    /** The elements of a {@code float32} tensor, to be compared. */
    public static List<Float> list(Tensor x) {
        List<Float> out = new ArrayList<>();
        for (float v : x.floats()) {
            out.add(v);
        }
        return out;
    }
}
