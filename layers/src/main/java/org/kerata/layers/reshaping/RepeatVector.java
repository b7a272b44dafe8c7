package org.kerata.layers.reshaping;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Each sample's features so many times, one below the other.
 *
 * <p>Input {@code (batch, features)}, output {@code (batch, n, features)}. Keras: {@code keras.layers.RepeatVector}.
 */
public final class RepeatVector extends FluentLayer<RepeatVector> {
    private final Option<Integer> n = required("n", Kind.positiveInteger());

    RepeatVector() {
        inputSpec(InputSpec.rank(2));
    }

    /** This often, once or more. */
    public RepeatVector(int n) {
        this();
        this.n.set(n);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        return Ops.repeat(Ops.expandDims(x, 1), n.get(), 1);
    }
}
