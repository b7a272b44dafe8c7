package org.kerata.layers.preprocessing;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * In training, spreads the values of each channel evenly, by how often they occur in all images of a batch; else passes images on.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Keras: {@code keras.layers.Equalization}.
 */
public final class Equalization extends BaseHistogramImages<Equalization> {
    private final Option<Integer> bins = option("bins", Kind.integer("at least 2", n -> n >= 2), 256);

    /** Of pixels from 0 to 255. */
    public Equalization() {}

    /** Into how many classes values are counted; 256 by default. */
    public Equalization bins(int bins) {
        return with(this.bins, bins);
    }

    @Override
    Tensor changed(Tensor images, Call call) {
        Tensor x = images.cast(dtype());
        return call.training() ? byBytes(x) : x;
    }

    @Override
    Tensor stretched(Tensor images) {
        List<Tensor> channels = new ArrayList<>();
        for (Tensor channel : Ops.split(images, images.shape().intDim(-1), -1)) {
            channels.add(equalized(channel));
        }
        return Ops.concatenate(channels, -1);
    }

    private Tensor equalized(Tensor channel) {
        int n = bins.get();
        Tensor counted = classes(channel.times(n - 1).div(255));
        Tensor histogram = Ops.bincount(Ops.ravel(counted), n).cast(channel.dtype());
        Tensor below = Ops.cumsum(histogram, 0);
        Tensor first = Ops.min(
                Ops.where(Ops.greater(below, Ops.zerosLike(below)), below, Ops.fullLike(below, Double.MAX_VALUE / 4)));
        Tensor rest = Ops.get(below, -1).minus(first);
        Tensor some = Ops.where(Ops.equal(rest, Ops.zerosLike(rest)), Ops.onesLike(rest), rest);
        Tensor table = Ops.clip(Ops.round(below.minus(first).times(255).div(some)), 0, 255);
        Tensor spread = Ops.take(table, classes(channel.div(255).times(n - 1)), 0);
        // Values of one class alone stay as they are.
        return Ops.where(Ops.lessEqual(Ops.countNonzero(histogram), Tensor.scalar(1, DType.INT32)), channel, spread);
    }

    private Tensor classes(Tensor x) {
        return Ops.clip(x, 0, bins.get() - 1).cast(DType.INT32);
    }
}
