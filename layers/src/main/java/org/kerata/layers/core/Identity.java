package org.kerata.layers.core;

import java.util.List;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;

/**
 * Passes its inputs on: a place in a model where nothing happens (yet).
 *
 * <p>Outputs like the inputs. Keras: {@code keras.layers.Identity}.
 */
public final class Identity extends FluentLayer<Identity> {
    /** There is nothing to choose. */
    public Identity() {
        supportsMasking(true);
    }

    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        return xs;
    }
}
