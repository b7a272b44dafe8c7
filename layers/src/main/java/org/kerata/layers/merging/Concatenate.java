package org.kerata.layers.merging;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Option;

/**
 * The inputs one behind the other along an axis.
 *
 * <p>Two or more inputs whose shapes are equal but for that axis. Keras: {@code keras.layers.Concatenate}.
 */
public final class Concatenate extends FluentLayer<Concatenate> {
    private final Option<Integer> axis = option("axis", INT, -1);

    /** Along the last axis. */
    public Concatenate() {
        supportsMasking(true);
    }

    /** The axis, the batch counted as 0; -1 by default. */
    public Concatenate axis(int axis) {
        return with(this.axis, axis);
    }

    @Override
    protected void build(List<Shape> inputs) {
        Shape first = inputs.get(0);
        int along = first.axis(axis.get());
        for (Shape s : inputs) {
            if (s.rank() != first.rank() || !s.with(along, 1).matches(first.with(along, 1))) {
                throw new ShapeException("The inputs' shapes must be equal but for axis " + axis.get()
                        + ". Received: shapes " + Merge.shapes(inputs) + ".");
            }
        }
    }

    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        return List.of(Ops.concatenate(xs, axis.get()));
    }

    @Override
    protected @Nullable Tensor computeMask(List<Tensor> inputs, Call call) {
        if (call.masks().stream().allMatch(Objects::isNull)) {
            return null;
        }
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor x = inputs.get(i);
            Tensor m = call.mask(i);
            if (m != null && m.rank() < x.rank()) {
                m = Ops.logicalOr(Ops.expandDims(m, -1), Ops.zerosLike(x, DType.BOOL));
            }
            all.add(m == null ? Ops.onesLike(x, DType.BOOL) : m);
        }
        return Ops.any(Ops.concatenate(all, axis.get()), new int[] {-1}, false);
    }
}
