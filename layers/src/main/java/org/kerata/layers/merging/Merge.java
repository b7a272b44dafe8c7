package org.kerata.layers.merging;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;

/**
 * What merging layers share: two or more inputs of one batch size, broadcast together. A lower rank gets axes of length 1 behind the batch
 * axis, as in Keras. A mask is true where any input's is, if all inputs have one.
 */
abstract class Merge<L extends Merge<L>> extends FluentLayer<L> {
    Merge() {
        supportsMasking(true);
    }

    /** The inputs, of one rank, made one. */
    abstract Tensor merge(List<Tensor> xs, List<@Nullable Tensor> masks);

    @Override
    protected void build(List<Shape> inputs) {
        Set<Long> batches = new TreeSet<>();
        for (Shape s : inputs) {
            if (s.rank() > 0 && s.dim(0) != Shape.UNKNOWN) {
                batches.add(s.dim(0));
            }
        }
        if (batches.size() > 1) {
            throw new ShapeException("The inputs must have one batch size. Received: shapes " + shapes(inputs) + ".");
        }
    }

    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        int rank = 0;
        for (Tensor x : xs) {
            rank = Math.max(rank, x.rank());
        }
        List<Tensor> level = new ArrayList<>();
        List<@Nullable Tensor> masks = new ArrayList<>();
        for (int i = 0; i < xs.size(); i++) {
            Tensor x = xs.get(i);
            while (x.rank() < rank) {
                x = Ops.expandDims(x, 1);
            }
            level.add(x);
            masks.add(spread(call.mask(i), x));
        }
        try {
            return List.of(merge(level, masks));
        } catch (ShapeException e) {
            throw withCause(
                    "The inputs' shapes must be equal, or broadcast together. Received: shapes "
                            + shapes(xs.stream().map(Tensor::shape).toList()) + ".",
                    e);
        }
    }

    /** A mask with an entry for each element of x. */
    private static @Nullable Tensor spread(@Nullable Tensor mask, Tensor x) {
        Tensor m = mask;
        while (m != null && m.rank() < x.rank()) {
            m = Ops.expandDims(m, -1);
        }
        return m == null ? null : Ops.broadcastTo(m, x.shape());
    }

    @Override
    protected @Nullable Tensor computeMask(List<Tensor> inputs, Call call) {
        Tensor any = null;
        for (Tensor m : call.masks()) {
            if (m == null) {
                return null;
            }
            any = any == null ? m : Ops.logicalOr(any, m);
        }
        return any;
    }

    static String shapes(List<Shape> shapes) {
        return String.join(", ", shapes.stream().map(Shape::toString).toList());
    }

    /** Elements outside of their input's mask do not count, unless they are outside of all. */
    static Tensor pick(List<Tensor> xs, List<@Nullable Tensor> masks, BinaryOperator<Tensor> op) {
        Tensor y = xs.get(0);
        Tensor seen = masks.get(0);
        for (int i = 1; i < xs.size(); i++) {
            Tensor mask = masks.get(i);
            Tensor x = mask == null ? xs.get(i) : Ops.where(mask, xs.get(i), y);
            Tensor before = seen == null ? y : Ops.where(seen, y, x);
            seen = seen == null || mask == null ? null : Ops.logicalOr(seen, mask);
            y = op.apply(before, x);
        }
        return y;
    }
}
