package org.kerata.layers.preprocessing;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * {@code x · scale + offset}; a number, or one for each channel.
 *
 * <p>Output of the input's shape, floating point also for integers. Keras: {@code keras.layers.Rescaling}.
 */
public final class Rescaling extends FluentLayer<Rescaling> {
    private final Option<double[]> scale = required("scale", Kind.reals());
    private final Option<double[]> offset = option("offset", Kind.reals(), new double[] {0});

    Rescaling() {
        supportsMasking(true);
    }

    /** Times this number: {@code 1 / 255.0} for pixels. */
    public Rescaling(double scale) {
        this();
        this.scale.set(scale);
    }

    /** Times one number for each channel. */
    public Rescaling(double[] scale) {
        this();
        this.scale.set(scale);
    }

    /** What is added: a number, or one for each channel; 0 by default. */
    public Rescaling offset(double... offset) {
        return with(this.offset, offset);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        return x.cast(dtype()).times(vector(scale.get())).plus(vector(offset.get()));
    }

    private Tensor vector(double[] values) {
        return values.length == 1
                ? Tensor.scalar(values[0], dtype())
                : Tensor.of(values).cast(dtype());
    }
}
