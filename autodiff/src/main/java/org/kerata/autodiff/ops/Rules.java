package org.kerata.autodiff.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;

/** Shape rules and gradient idioms that several families share. */
public final class Rules {
    private Rules() {}

    /** The output is like the only (or first) input. */
    public static Spec same(List<Spec> in) {
        return in.get(0);
    }

    /** The operands have one type and are broadcast together. */
    public static Spec broadcast(List<Spec> in) {
        Shape shape = in.get(0).shape();
        DType type = in.get(0).dtype();
        for (Spec s : in.subList(1, in.size())) {
            if (s.dtype() != type) {
                throw new ShapeException(
                        "Operands must have one element type. Received: " + type + " and " + s.dtype() + ".");
            }
            shape = Shape.broadcast(shape, s.shape());
        }
        return new Spec(type, shape);
    }

    /** The operands are broadcast together and compared. */
    public static Spec comparison(List<Spec> in) {
        return broadcast(in).with(DType.BOOL);
    }

    /** The only input must be of a floating-point type; the output is like it. */
    public static Spec floating(List<Spec> in) {
        requireFloating(in.get(0));
        return in.get(0);
    }

    /** Fails unless the type is a floating-point one. */
    public static void requireFloating(Spec s) {
        if (!s.dtype().isFloating()) {
            throw new ShapeException(
                    "The input must be of a floating-point type. Received: " + s + ". Put a cast before it.");
        }
    }

    /** The gradients of the inputs, in order; null for an input without one. */
    public static List<@Nullable Tensor> grads(@Nullable Tensor... g) {
        return Arrays.asList(g);
    }

    /** The gradients of an op by those of the ops that define it. */
    public static <A> List<@Nullable Tensor> throughDefinition(Op<A> op, Adjoint<A> at) {
        Op.Definition<A> definition = op.definition();
        if (definition == null) {
            throw new IllegalStateException("The op \"" + op.name() + "\" has no definition.");
        }
        return through(definition, at);
    }

    /**
     * The gradients of an op by those of other ops that come to the same. Inputs are stood for by nodes of their own, so that nothing
     * behind them is walked through.
     */
    public static <A> List<@Nullable Tensor> through(Op.Definition<A> definition, Adjoint<A> at) {
        List<Tensor> stand = new ArrayList<>();
        for (Tensor t : at.inputs()) {
            stand.add(Ops.identity(t));
        }
        List<Tensor> outs = definition.outputs(stand, at.attributes());
        List<Tensor> ys = new ArrayList<>();
        List<Tensor> dys = new ArrayList<>();
        for (int i = 0; i < outs.size(); i++) {
            Tensor dy = at.dy(i);
            if (dy != null) {
                ys.add(outs.get(i));
                dys.add(dy);
            }
        }
        return Gradients.connected(ys, dys, stand);
    }

    /** Sums a gradient over the axes along which the operand was stretched. */
    public static Tensor unbroadcast(Tensor g, Shape to) {
        Shape from = g.shape();
        if (from.equals(to)) {
            return g;
        }
        int extra = from.rank() - to.rank();
        int[] axes = new int[from.rank()];
        int n = 0;
        for (int i = 0; i < from.rank(); i++) {
            if (i < extra || (to.dim(i - extra) == 1 && from.dim(i) != 1)) {
                axes[n++] = i;
            }
        }
        Tensor sum = n == 0 ? g : Ops.sum(g, Arrays.copyOf(axes, n), true);
        return sum.shape().equals(to) ? sum : Ops.reshape(sum, to.dims());
    }
}
