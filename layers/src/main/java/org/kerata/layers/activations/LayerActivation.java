package org.kerata.layers.activations;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Layer;
import org.kerata.layers.activation.ActivationLayers;
import org.kerata.layers.activation.PReLU;

/** A layer in the place of an activation function, as Keras allows: {@code Dense(4, activation=LeakyReLU(0.1))}. */
record LayerActivation(Layer layer) implements ActivationFunction {
    LayerActivation {
        if (layer instanceof PReLU) {
            throw new ConfigException("A PReLU has weights, and cannot be the activation within another layer. Put it"
                    + " behind that layer, as one of its own.");
        }
    }

    /** The layer of a config; null if it describes none. */
    static @Nullable LayerActivation read(Map<?, ?> config) {
        boolean one = !"keras.activations".equals(config.get("module"))
                && config.get("config") instanceof Map
                && ActivationLayers.NAMES.classNames().contains(String.valueOf(config.get("class_name")));
        return one ? new LayerActivation(ActivationLayers.NAMES.read(Kind.toMap(config))) : null;
    }

    @Override
    public Tensor apply(Tensor x) {
        return layer.apply(x);
    }

    Map<String, @Nullable Object> written() {
        return ActivationLayers.NAMES.write(layer);
    }
}
