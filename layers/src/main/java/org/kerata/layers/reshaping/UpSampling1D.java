package org.kerata.layers.reshaping;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Each step of sequences several times in a row.
 *
 * <p>Input {@code (batch, steps, channels)}, output {@code (batch, steps · size, channels)}. Keras: {@code keras.layers.UpSampling1D}.
 */
public final class UpSampling1D extends FluentLayer<UpSampling1D> {
    private final Option<Integer> size = option("size", Kind.positiveInteger(), 2);

    /** Each step twice. */
    public UpSampling1D() {
        inputSpec(InputSpec.rank(3));
    }

    /** Each step so many times. */
    public UpSampling1D(int size) {
        this();
        this.size.set(size);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        return Ops.upsample(x, 1, size.get(), 1);
    }
}
