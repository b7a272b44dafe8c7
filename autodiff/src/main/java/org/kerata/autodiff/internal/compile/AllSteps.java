package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.ops.LinearAlgebra;
import org.kerata.autodiff.ops.Reductions;
import org.kerata.autodiff.ops.Shaping;
import org.kerata.autodiff.ops.Slice;
import org.kerata.autodiff.ops.Structure;

/** What an op of a loop's body computes in all steps, at once: the same op with an axis of steps in front. */
final class AllSteps {
    private AllSteps() {}

    /**
     * Whether the op can be computed for all steps at once.
     *
     * @param varies for each input whether it differs from step to step
     */
    static boolean can(OpNode n, boolean[] varies) {
        Op<?> op = n.op();
        if (n.outputs().size() != 1) {
            return false;
        }
        if (op == LinearAlgebra.MATMUL) {
            return isProduct(n, varies);
        }
        if (op.pointwise() != null) {
            return true;
        }
        if (op == Structure.CONCATENATE) {
            for (boolean v : varies) {
                if (!v) {
                    return false;
                }
            }
            return true;
        }
        return op == Shaping.RESHAPE
                || op == Shaping.IDENTITY
                || op == Shaping.TRANSPOSE
                || op == Shaping.BROADCAST_TO
                || op == Structure.SLICE
                || op == Structure.PLACE
                || op == Reductions.SUM;
    }

    /** Whether an op multiplies something that varies by a matrix that does not: the steps are rows of one larger product. */
    static boolean isProduct(OpNode n, boolean[] varies) {
        return n.op() == LinearAlgebra.MATMUL
                && varies[0]
                && !varies[1]
                && n.inputs().get(1).rank() == 2
                && !((LinearAlgebra.Transposed) n.attributes()).a();
    }

    /** The op for all steps: inputs that vary have the axis of steps in front, and so has the result. */
    static Tensor of(OpNode n, List<Tensor> in, boolean[] varies, long steps) {
        Op<?> op = n.op();
        Tensor x = in.get(0);
        Shape out = n.output().shape();
        if (op.pointwise() != null) {
            return pointwise(n, in, varies, steps);
        } else if (op == Shaping.RESHAPE) {
            return Ops.reshape(x, out.prepend(steps).dims());
        } else if (op == Shaping.BROADCAST_TO) {
            return Ops.broadcastTo(aligned(x, n.inputs().get(0), out.rank(), steps), out.prepend(steps));
        } else if (op == Shaping.TRANSPOSE) {
            List<Integer> axes = new ArrayList<>(List.of(0));
            ((Shaping.Order) n.attributes()).axes().forEach(a -> axes.add(a + 1));
            return Shaping.TRANSPOSE.apply(new Shaping.Order(List.copyOf(axes)), x);
        } else if (op == Structure.SLICE) {
            return Structure.SLICE.apply(withSteps((Structure.Slices) n.attributes()), x);
        } else if (op == Structure.PLACE) {
            Structure.Place p = (Structure.Place) n.attributes();
            return Structure.PLACE.apply(
                    new Structure.Place(withSteps(p.slices()), p.shape().prepend(steps)), x);
        } else if (op == Structure.CONCATENATE) {
            int axis = ((Structure.Along) n.attributes()).axis();
            return Structure.CONCATENATE
                    .apply(new Structure.Along(axis + 1), in)
                    .get(0);
        } else if (op == Reductions.SUM) {
            Reductions.Axes a = (Reductions.Axes) n.attributes();
            return Reductions.SUM.apply(
                    new Reductions.Axes(a.axes().stream().map(i -> i + 1).toList(), a.keepDims()), x);
        }
        return Op.replay(n, in).get(0);
    }

    private static Structure.Slices withSteps(Structure.Slices s) {
        List<Slice> all = new ArrayList<>(List.of(Slice.ALL));
        all.addAll(s.axes());
        return new Structure.Slices(all);
    }

    private static Tensor pointwise(OpNode n, List<Tensor> in, boolean[] varies, long steps) {
        List<Tensor> same = new ArrayList<>();
        for (int i = 0; i < in.size(); i++) {
            same.add(
                    varies[i] ? aligned(in.get(i), n.inputs().get(i), n.output().rank(), steps) : in.get(i));
        }
        return Op.replay(n, same).get(0);
    }

    /** With axes of length 1 behind that of the steps, so that broadcasting finds the axes of a step in their places. */
    private static Tensor aligned(Tensor all, Tensor step, int rank, long steps) {
        if (step.rank() == rank) {
            return all;
        }
        long[] dims = new long[rank + 1];
        java.util.Arrays.fill(dims, 1);
        dims[0] = steps;
        for (int i = 0; i < step.rank(); i++) {
            dims[rank + 1 - step.rank() + i] = step.shape().dim(i);
        }
        return Ops.reshape(all, dims);
    }

    /**
     * The sum over all steps of a term, from all steps of what it is made of; null if there is no way but to add them up.
     *
     * @param all gives all steps of a tensor of the body
     */
    static @Nullable Tensor sum(Tensor term, java.util.function.Function<Tensor, Tensor> all, long steps) {
        if (!(term.node() instanceof OpNode n)) {
            return null;
        }
        Shape shape = term.shape();
        if (n.op() == Shaping.RESHAPE) {
            Tensor inner = sum(n.inputs().get(0), all, steps);
            return inner == null ? null : Ops.reshape(inner, shape.dims());
        }
        if (isSumOfProducts(n)) {
            return LinearAlgebra.matmul(
                    rows(all.apply(n.inputs().get(0))),
                    rows(all.apply(n.inputs().get(1))),
                    true,
                    false);
        }
        if (n.op() == Reductions.SUM) {
            List<Integer> axes = new ArrayList<>(List.of(0));
            ((Reductions.Axes) n.attributes()).axes().forEach(a -> axes.add(a + 1));
            Tensor s = Reductions.SUM.apply(
                    new Reductions.Axes(List.copyOf(axes), false),
                    all.apply(n.inputs().get(0)));
            return Ops.reshape(s, shape.dims());
        }
        return null;
    }

    /** What of a term must be there for all steps to take the sum over them; empty if {@link #sum} knows no way. */
    static List<Tensor> summed(Tensor term) {
        if (!(term.node() instanceof OpNode n)) {
            return List.of();
        }
        if (n.op() == Shaping.RESHAPE) {
            return summed(n.inputs().get(0).canonical());
        }
        return isSumOfProducts(n)
                ? List.of(n.inputs().get(0).canonical(), n.inputs().get(1).canonical())
                : n.op() == Reductions.SUM ? List.of(n.inputs().get(0).canonical()) : List.of();
    }

    /** Whether a matrix is the sum over rows of products: the rows of all steps make one sum. */
    private static boolean isSumOfProducts(OpNode n) {
        if (n.op() != LinearAlgebra.MATMUL) {
            return false;
        }
        LinearAlgebra.Transposed t = (LinearAlgebra.Transposed) n.attributes();
        return t.a()
                && !t.b()
                && n.inputs().get(0).rank() == 2
                && n.inputs().get(1).rank() == 2;
    }

    private static Tensor rows(Tensor t) {
        Shape s = t.shape();
        return Ops.reshape(t, s.dim(0) * s.dim(1), s.dim(2));
    }
}
