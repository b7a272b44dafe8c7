package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.Close;
import org.kerata.autodiff.harness.OpHarness;
import org.kerata.autodiff.harness.Tensors;

/** Broadcasting, reductions, transposition and slices over random shapes, against index arithmetic written out here. */
class RandomShapesTest {
    private static final Close CLOSE = Close.within(1e-5);

    static Stream<Integer> seeds() {
        return IntStream.range(0, 60).boxed();
    }

    /** What an element of the result at these indices must be. */
    private interface Element {
        double at(int[] index);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void broadcasting(int seed) {
        Random r = new Random(seed);
        Shape shape = shape(r);
        Tensor a = Tensors.normal(seed, part(r, shape).dims());
        Tensor b = Tensors.normal(seed + 100, part(r, shape).dims());
        Shape common = Shape.broadcast(a.shape(), b.shape());
        double[] av = a.doubles();
        double[] bv = b.doubles();
        check(
                common,
                i -> av[place(a.shape(), i)] * bv[place(b.shape(), i)] + av[place(a.shape(), i)],
                () -> a.times(b).plus(a));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void reductions(int seed) {
        Random r = new Random(seed);
        Tensor x = Tensors.normal(seed, shape(r).dims());
        List<Integer> gone = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            if (r.nextBoolean()) {
                gone.add(i);
            }
        }
        boolean keep = r.nextBoolean();
        if (gone.isEmpty() && x.rank() > 0) {
            gone.add(0);
        }
        int[] axes =
                gone.stream().mapToInt(a -> r.nextBoolean() ? a : a - x.rank()).toArray();
        double[] v = x.doubles();
        Reductions.Axes how = new Reductions.Axes(List.copyOf(gone), keep);
        Shape out = Reductions.reduced(List.of(x.spec()), how).shape();
        double[] sums = new double[(int) out.size()];
        int[] index = new int[x.rank()];
        for (double e : v) {
            List<Integer> target = new ArrayList<>();
            for (int i = 0; i < index.length; i++) {
                if (!gone.contains(i)) {
                    target.add(index[i]);
                } else if (keep) {
                    target.add(0);
                }
            }
            sums[place(out, target.stream().mapToInt(Integer::intValue).toArray())] += e;
            advance(index, x.shape());
        }
        check(out, i -> sums[place(out, i)], () -> Ops.sum(x, axes, keep));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void transposition(int seed) {
        Random r = new Random(seed);
        Tensor x = Tensors.normal(seed, shape(r).dims());
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
        java.util.Collections.shuffle(order, r);
        int[] axes = order.stream().mapToInt(Integer::intValue).toArray();
        long[] dims = order.stream().mapToLong(a -> x.shape().dim(a)).toArray();
        double[] v = x.doubles();
        check(
                Shape.of(dims),
                i -> {
                    int[] from = new int[axes.length];
                    for (int k = 0; k < axes.length; k++) {
                        from[axes[k]] = i[k];
                    }
                    return v[place(x.shape(), from)];
                },
                () -> x.rank() == 0 ? Ops.identity(x) : x.transpose(axes));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void slices(int seed) {
        Random r = new Random(seed);
        Tensor x = Tensors.normal(seed, shape(r).dims());
        Slice[] slices = new Slice[x.rank()];
        List<List<Integer>> kept = new ArrayList<>();
        long[] dims = new long[x.rank()];
        for (int i = 0; i < slices.length; i++) {
            int n = x.shape().intDim(i);
            slices[i] = new Slice(bound(r, n), bound(r, n), r.nextBoolean() ? 1 + r.nextInt(3) : -1 - r.nextInt(3));
            kept.add(python(slices[i], n));
            dims[i] = kept.get(i).size();
        }
        double[] v = x.doubles();
        check(
                Shape.of(dims),
                i -> {
                    int[] from = new int[i.length];
                    for (int k = 0; k < i.length; k++) {
                        from[k] = kept.get(k).get(i[k]);
                    }
                    return v[place(x.shape(), from)];
                },
                () -> Ops.slice(x, slices));
    }

    /** The indices of a slice, found by walking in steps as Python's documentation describes it. */
    private static List<Integer> python(Slice s, int n) {
        List<Integer> out = new ArrayList<>();
        long step = s.step();
        Long begin = s.begin();
        Long end = s.end();
        long from = begin == null ? (step > 0 ? 0 : n - 1) : begin < 0 ? begin + n : begin;
        long to = end == null ? (step > 0 ? n : -1) : end < 0 ? Math.max(end + n, -1) : end;
        if (step < 0 && from > n - 1) {
            from = n - 1;
        }
        if (step > 0 && from < 0) {
            from = 0;
        }
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            if (i >= 0 && i < n) {
                out.add((int) i);
            }
        }
        return out;
    }

    private static Long bound(Random r, int n) {
        return r.nextInt(3) == 0 ? null : Long.valueOf(r.nextInt(2 * n + 5) - n - 2);
    }

    private static void check(Shape shape, Element element, java.util.function.Supplier<Tensor> what) {
        double[] expected = new double[(int) shape.size()];
        int[] index = new int[shape.rank()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = element.at(index);
            advance(index, shape);
        }
        for (Engine.Kernels k : Engine.Kernels.values()) {
            Tensor y = what.get();
            assertEquals(shape, y.shape());
            OpHarness.under(k, 2, y::value);
            CLOSE.check(k + " over " + shape, expected, y.doubles());
        }
        assertArrayEquals(shape.dims(), what.get().shape().dims());
    }

    /** Where an element stands in row-major order; indices are aligned at the end, and axes of length 1 have index 0. */
    private static int place(Shape s, int[] index) {
        int at = 0;
        for (int i = 0; i < s.rank(); i++) {
            int k = index[i + index.length - s.rank()];
            at = at * s.intDim(i) + (s.dim(i) == 1 ? 0 : k);
        }
        return at;
    }

    private static void advance(int[] index, Shape s) {
        for (int a = index.length - 1; a >= 0 && ++index[a] >= s.dim(a); a--) {
            index[a] = 0;
        }
    }

    private static Shape shape(Random r) {
        long[] d = new long[r.nextInt(7)];
        for (int i = 0; i < d.length; i++) {
            d[i] = r.nextInt(12) == 0 ? 0 : 1 + r.nextInt(4);
        }
        return Shape.of(d);
    }

    private static Shape part(Random r, Shape s) {
        int from = s.rank() == 0 ? 0 : r.nextInt(s.rank() + 1);
        long[] d = s.slice(from, s.rank()).dims();
        for (int i = 0; i < d.length; i++) {
            d[i] = r.nextInt(3) == 0 ? 1 : d[i];
        }
        return Shape.of(d);
    }
}
