package org.kerata.autodiff.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

/**
 * Graphs put together at random from smooth ops over random shapes, from scalars to rank 6 and with empty axes: what fusion, in-place
 * updates and the memory plan make of them must be what the portable kernels find, and their gradients must be slopes.
 */
class RandomGraphsTest implements OpContract {
    private static final int SMALL = 40;
    private static final int BIG = 12;

    @Override
    public Stream<OpCase> cases() {
        return Stream.concat(
                IntStream.range(0, SMALL).mapToObj(seed -> graph(seed, shape(new Random(seed), 6, 4), false)),
                IntStream.range(0, BIG).mapToObj(seed -> graph(1000 + seed, wide(new Random(seed)), true)));
    }

    private static OpCase graph(int seed, Shape shape, boolean big) {
        Random random = new Random(seed);
        Tensor x = Tensors.uniform(seed, 0.3, 1.5, shape.dims());
        Tensor row =
                Tensors.uniform(seed + 1, 0.3, 1.5, stretchable(random, shape).dims());
        String name = (big ? "big graph " : "graph ") + seed + " over " + shape + " and " + row.shape();
        if (big) {
            return OpCase.big(name, in -> outputs(new Random(seed), in, 6), x, row)
                    .within(1e-4);
        }
        return OpCase.of(name, in -> outputs(new Random(seed), in, 9), x, row).within(1e-4);
    }

    /** Values of one shape, each made of earlier ones, all near 1 so that nothing overflows; the last few are the outputs. */
    private static List<Tensor> outputs(Random r, List<Tensor> in, int steps) {
        List<Tensor> made = new ArrayList<>();
        made.add(in.get(0));
        made.add(in.get(0).times(in.get(1)));
        for (int i = 0; i < steps; i++) {
            made.add(step(r, made, in.get(1)));
        }
        List<Tensor> out = new ArrayList<>(List.of(made.get(made.size() - 1), made.get(r.nextInt(made.size()))));
        out.add(Ops.square(out.get(0)).sum().div(1 + out.get(0).size()));
        return out;
    }

    private static Tensor step(Random r, List<Tensor> made, Tensor row) {
        Tensor a = made.get(r.nextInt(made.size()));
        Tensor b = made.get(r.nextInt(made.size()));
        int rank = a.rank();
        int axis = rank == 0 ? 0 : r.nextInt(rank);
        switch (r.nextInt(16)) {
            case 0:
                return Ops.tanh(a.plus(b));
            case 1:
                return a.times(b).div(Ops.square(b).plus(1));
            case 2:
                return Ops.sigmoid(a).plus(row);
            case 3:
                return Ops.sqrt(Ops.square(a).plus(0.5));
            case 4:
                return Ops.exp(Ops.tanh(a)).times(0.5);
            case 5:
                return rank == 0
                        ? a.minus(0.25)
                        : a.minus(Ops.mean(a.shape().dim(axis) == 0 ? a.plus(1) : a, new int[] {axis}, true));
            case 6:
                return rank == 0 ? a.times(0.5) : Ops.softmax(a, axis).plus(b);
            case 7:
                return Ops.log1p(Ops.square(a));
            case 8:
                return reversed(reversed(a).times(0.9)).plus(0.1);
            case 9:
                return rank == 0 ? a : Ops.flip(a, axis).times(b);
            case 10:
                return Ops.reshape(Ops.ravel(a).times(1.1), a.shape().dims());
            case 11:
                return rank == 0 ? b.plus(1) : halves(a, axis).plus(0.2);
            case 12:
                return Ops.where(b.greater(-100), a, b.times(1e6));
            case 13:
                return rank == 0
                        ? a.unaryMinus()
                        : Ops.broadcastTo(
                                Ops.sum(Ops.sigmoid(a), new int[] {axis}, true).times(0.1), a.shape());
            case 14:
                return Ops.silu(a).plus(Ops.gelu(b, true));
            default:
                return rank < 2 ? Ops.softplus(a) : product(a);
        }
    }

    private static Tensor reversed(Tensor x) {
        return Ops.transpose(x);
    }

    /** The two halves of an axis, exchanged. */
    private static Tensor halves(Tensor x, int axis) {
        List<Tensor> parts = Ops.split(x, new long[] {x.shape().dim(axis) / 2}, axis);
        return Ops.concatenate(List.of(parts.get(1), parts.get(0)), axis);
    }

    /** A batch of matrix products of the last two axes with themselves, brought back to the shape. */
    private static Tensor product(Tensor x) {
        Tensor square = x.matmul(Ops.swapaxes(x, -1, -2)).times(0.05);
        return Ops.tanh(square).matmul(x);
    }

    /** A shape of up to so many axes; about one in eight has an empty axis. */
    private static Shape shape(Random r, int rank, int longest) {
        long[] d = new long[r.nextInt(rank + 1)];
        for (int i = 0; i < d.length; i++) {
            d[i] = 1 + r.nextInt(longest);
        }
        if (d.length > 0 && r.nextInt(8) == 0) {
            d[r.nextInt(d.length)] = 0;
        }
        return Shape.of(d);
    }

    /** About a hundred thousand elements, cut into axes somewhere. */
    private static Shape wide(Random r) {
        return switch (r.nextInt(4)) {
            case 0 -> Shape.of(200 + r.nextInt(200), 300 + r.nextInt(100));
            case 1 -> Shape.of(3 + r.nextInt(70), 31, 7 + r.nextInt(50));
            case 2 -> Shape.of(1 + r.nextInt(3), 5, 100 + r.nextInt(100), 60);
            default -> Shape.of(60_000 + r.nextInt(40_000));
        };
    }

    /** The shape with some axes of length 1, perhaps without the first ones. */
    private static Shape stretchable(Random r, Shape s) {
        int from = s.rank() == 0 ? 0 : r.nextInt(s.rank() + 1);
        long[] d = s.slice(from, s.rank()).dims();
        for (int i = 0; i < d.length; i++) {
            d[i] = r.nextInt(3) == 0 ? 1 : d[i];
        }
        return Shape.of(d);
    }
}
