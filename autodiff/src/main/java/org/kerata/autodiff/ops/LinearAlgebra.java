package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.compile.MatmulTask;
import org.kerata.autodiff.internal.kernels.reference.MatmulReference;

/** Products of matrices, and sums of products in general. */
public final class LinearAlgebra {
    private LinearAlgebra() {}

    /** Whether the last two axes of either operand are swapped before multiplying. */
    public record Transposed(boolean a, boolean b) {
        /** Neither. */
        public static final Transposed NONE = new Transposed(false, false);
    }

    /**
     * {@code a · b} of two tensors of rank 2 or more: the last two axes are matrices, {@code (…, m, k) · (…, k, n) = (…, m, n)}, the
     * leading ones a batch and broadcast.
     */
    public static final Op<Transposed> MATMUL = Op.<Transposed>named("matmul")
            .shape(LinearAlgebra::product)
            .gradient(LinearAlgebra::gradients)
            .reference(MatmulReference::run)
            .kernel(MatmulTask::lower)
            .build();

    /** A sum of products over axes with labels: transposed, reshaped and multiplied as matrices. */
    public static final Op<Einsum> EINSUM = Op.<Einsum>named("einsum")
            .shape((in, e) -> e.infer(in))
            .definition((in, e) -> List.of(Contraction.of(e, in)))
            .build();

    /** The sum of products over pairs of axes of two tensors; the other axes of the first stand before those of the second. */
    public static Tensor contract(Tensor a, Tensor b, int[] axesA, int[] axesB) {
        if (axesA.length != axesB.length) {
            throw new ShapeException("tensordot: Each axis of one operand needs one of the other. Received: "
                    + axesA.length + " and " + axesB.length + ".");
        }
        int[] from = axesA.clone();
        int[] to = axesB.clone();
        for (int i = 0; i < from.length; i++) {
            from[i] = a.shape().axis(from[i]);
            to[i] = b.shape().axis(to[i]);
            long n = a.shape().dim(from[i]);
            long m = b.shape().dim(to[i]);
            if (n != m && n != Shape.UNKNOWN && m != Shape.UNKNOWN) {
                throw new ShapeException("The axes that are summed over must be equal: axis " + from[i] + " of "
                        + a.shape() + " has " + n + ", axis " + to[i] + " of " + b.shape() + " has " + m + ".");
            }
        }
        return EINSUM.apply(Einsum.contraction(a.rank(), b.rank(), from, to), a, b);
    }

    /** The matrix product under a choice of transpositions. */
    public static Tensor matmul(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
        return MATMUL.apply(new Transposed(transposeA, transposeB), a, b);
    }

    private static Spec product(List<Spec> in, Transposed t) {
        Shape a = in.get(0).shape();
        Shape b = in.get(1).shape();
        if (a.rank() < 2 || b.rank() < 2) {
            throw new ShapeException("Both operands must have 2 or more axes. Received: " + a + " and " + b + ".");
        }
        if (in.get(0).dtype() != in.get(1).dtype()) {
            throw new ShapeException(
                    "Operands must have one element type. Received: " + in.get(0) + " and " + in.get(1) + ".");
        }
        long k1 = a.dim(t.a ? -2 : -1);
        long k2 = b.dim(t.b ? -1 : -2);
        if (k1 != k2 && k1 != Shape.UNKNOWN && k2 != Shape.UNKNOWN) {
            throw new ShapeException("The inner axes must be equal: " + a + (t.a ? " transposed" : "") + " has " + k1
                    + ", " + b + (t.b ? " transposed" : "") + " has " + k2 + ".");
        }
        Shape batch = Shape.broadcast(a.slice(0, a.rank() - 2), b.slice(0, b.rank() - 2));
        return in.get(0).with(batch.append(a.dim(t.a ? -1 : -2), b.dim(t.b ? -2 : -1)));
    }

    private static List<Tensor> gradients(Adjoint<Transposed> g) {
        Tensor a = g.in(0);
        Tensor b = g.in(1);
        Tensor dy = g.dy();
        Transposed t = g.attributes();
        Tensor da = t.a ? matmul(b, dy, t.b, true) : matmul(dy, b, false, !t.b);
        if (b.rank() == 2 && a.rank() > 2 && !t.a && a.shape().isKnown()) {
            // One product over all rows, not one for each matrix of the batch and a sum over them.
            a = rows(a);
            dy = rows(dy);
        }
        Tensor db = t.b ? matmul(dy, a, true, t.a) : matmul(a, dy, !t.a, false);
        return grads(da, db);
    }

    private static Tensor rows(Tensor x) {
        return Ops.reshape(x, x.shape().product(0, x.rank() - 1), x.shape().last());
    }
}
