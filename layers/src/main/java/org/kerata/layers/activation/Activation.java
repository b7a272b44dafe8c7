package org.kerata.layers.activation;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Option;
import org.kerata.layers.activations.ActivationFunction;

/**
 * An activation function as a layer.
 *
 * <p>Output of the input's shape. Keras: {@code keras.layers.Activation}.
 */
public final class Activation extends FluentLayer<Activation> {
    private final Option<ActivationFunction> activation = required("activation", ACTIVATIONS);

    Activation() {
        supportsMasking(true);
    }

    /** The function by its name, such as {@code "relu"}. */
    public Activation(String name) {
        this();
        activation.set(name);
    }

    /** Any function. */
    public Activation(ActivationFunction function) {
        this();
        activation.set(function);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        return activation.get().apply(x);
    }
}
