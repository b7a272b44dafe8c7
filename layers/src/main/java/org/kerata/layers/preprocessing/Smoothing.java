package org.kerata.layers.preprocessing;

import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.Padding;

/** Images smoothed by a mask, zeros standing beyond the borders. */
final class Smoothing {
    private Smoothing() {}

    /** Each channel under a mask {@code (rows, columns)}. */
    static Tensor each(Tensor images, Tensor mask) {
        int channels = images.shape().intDim(-1);
        Shape m = mask.shape();
        Tensor kernel = Ops.broadcastTo(mask.reshape(m.dim(0), m.dim(1), 1, 1), m.append(channels, 1));
        return Ops.depthwiseConv(
                images, kernel, new Convolutions.Convolution(List.of(1, 1), List.of(1, 1), channels, Padding.SAME));
    }

    /**
     * Under a bell.
     *
     * @param rows its height, an odd number
     * @param columns its width
     * @param sigma its deviation, in pixels, along the columns and along the rows: a scalar each
     */
    static Tensor bell(Tensor images, int rows, int columns, List<Tensor> sigma) {
        Tensor down = each(images, Ops.expandDims(weights(rows, sigma.get(0)), 1));
        return each(down, Ops.expandDims(weights(columns, sigma.get(1)), 0));
    }

    /** As {@link #bell}, cut off beyond three deviations. */
    static Tensor shortBell(Tensor images, int size, Tensor sigma) {
        Tensor all = weights(size, sigma);
        Tensor near = Ops.lessEqual(Ops.abs(places(size, sigma.dtype())), Ops.floor(sigma.times(3)));
        Tensor some = Ops.where(near, all, Ops.zerosLike(all));
        Tensor weights = some.div(Ops.sum(some));
        return each(each(images, Ops.expandDims(weights, 1)), Ops.expandDims(weights, 0));
    }

    private static Tensor places(int size, DType type) {
        return Ops.arange(size).cast(type).minus((size - 1) / 2.0);
    }

    private static Tensor weights(int size, Tensor sigma) {
        Tensor x = places(size, sigma.dtype()).div(sigma);
        Tensor bell = Ops.exp(x.times(x).times(-0.5));
        return bell.div(Ops.sum(bell));
    }
}
