package org.kerata.autodiff.ops;

import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.kernels.UpdateLoops;

/** What optimizers do to a weight and its slots in one step; each element for itself. */
public final class Updates {
    /**
     * Added to slots and taken away again: what is far below any useful value becomes 0 and never a denormal number, on which processors
     * are slow.
     */
    public static final double SETTLE = 1e-25;

    private Updates() {}

    /**
     * The settings of {@link #ADAM}.
     *
     * @param beta1 how much of the mean of gradients stays
     * @param beta2 how much of the mean of their squares stays
     * @param epsilon added to the root of the mean of squares, which is not corrected
     */
    public record Adam(double beta1, double beta2, double epsilon) {}

    /**
     * From weight, mean, mean of squares, gradient and rate (a single number: the learning rate with the corrections of both means): the new
     * weight, mean and mean of squares. Kingma and Ba, "Adam", 2014, in the form at the end of its section 2, as in Keras.
     */
    public static final Op<Adam> ADAM = Op.<Adam>named("adam")
            .shapes((in, a) -> {
                requireAlike(in.subList(0, 4));
                if (in.get(4).shape().rank() != 0
                        || in.get(4).dtype() != in.get(0).dtype()) {
                    throw new ShapeException(
                            "The rate must be a single number of the weight's type. Received: " + in.get(4) + ".");
                }
                return List.of(in.get(0), in.get(0), in.get(0));
            })
            .multiPointwise(a -> (blocks, n) -> UpdateLoops.adam(
                    blocks, n, (float) (1 - a.beta1), (float) (1 - a.beta2), (float) a.epsilon, (float) SETTLE))
            .definition((in, a) -> {
                Tensor g = in.get(3);
                Tensor m = settled(in.get(1).plus(g.minus(in.get(1)).times(1 - a.beta1)));
                Tensor v = settled(in.get(2).plus(Ops.square(g).minus(in.get(2)).times(1 - a.beta2)));
                Tensor w = in.get(0).minus(m.times(in.get(4)).div(Ops.sqrt(v).plus(a.epsilon)));
                return List.of(w, m, v);
            })
            .build();

    /** The same values, but for tiny ones, which become 0. */
    public static Tensor settled(Tensor slot) {
        return slot.dtype() == DType.FLOAT32 ? slot.plus(SETTLE).minus(SETTLE) : slot;
    }

    private static void requireAlike(List<Spec> in) {
        Shape s = in.get(0).shape();
        for (Spec other : in) {
            if (!other.shape().equals(s) || other.dtype() != in.get(0).dtype()) {
                throw new ShapeException(
                        "Weight, gradient and slots must be alike. Received: " + in.get(0) + " and " + other + ".");
            }
        }
    }
}
