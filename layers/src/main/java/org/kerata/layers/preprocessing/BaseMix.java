package org.kerata.layers.preprocessing;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;

/**
 * A layer that mixes each image with another one of the batch in training. With labels {@code (batch, classes)} as a second input these are
 * mixed like the images, and come out as a second output; Keras takes both as a dictionary.
 */
abstract class BaseMix<L extends BaseMix<L>> extends BaseRandomImages<L> {
    BaseMix() {}

    /**
     * Images that were mixed.
     *
     * @param order which image each was mixed with
     * @param weight what part of each is its own, {@code (images, 1, 1, 1)}
     */
    record Mixed(Tensor images, Tensor order, Tensor weight) {}

    /** Mixes images {@code (batch, height, width, channels)}. */
    abstract Mixed mixed(Tensor images, Supplier<Tensor> random);

    /** Which image each is mixed with. */
    static Tensor order(Supplier<Tensor> random, Tensor images) {
        return Ops.shuffle(Ops.arange(images.shape().intDim(0)), 0, random.get());
    }

    @Override
    final Tensor augmented(Tensor images, Supplier<Tensor> random) {
        return mixed(images, random).images();
    }

    @Override
    protected final void build(List<Shape> inputs) {
        build(inputs.get(0));
    }

    @Override
    protected final List<Tensor> call(List<Tensor> xs, Call call) {
        Supplier<Tensor> r = random();
        if (xs.size() == 1) {
            return super.call(xs, call);
        }
        Tensor images = xs.get(0).cast(dtype());
        Tensor labels = xs.get(1);
        if (xs.size() > 2 || images.rank() != 4 || labels.rank() < 2) {
            throw new ShapeException(
                    "It takes images (batch, height, width, channels) and perhaps labels (batch, classes)."
                            + " Received: shapes "
                            + xs.stream().map(Tensor::shape).toList() + ".");
        }
        if (!call.training() || r == null) {
            return List.of(images, labels);
        }
        Mixed m = mixed(format().toLast(images, 2), r);
        long[] shape = new long[labels.rank()];
        Arrays.fill(shape, 1);
        shape[0] = labels.shape().dim(0);
        Tensor own = m.weight().reshape(shape);
        Tensor y = labels.cast(dtype());
        Tensor mixed = own.times(y).plus(own.unaryMinus().plus(1).times(Ops.take(y, m.order(), 0)));
        return List.of(format().fromLast(m.images(), 2), mixed);
    }
}
