package org.kerata;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Layer;
import org.kerata.layers.TextInput;
import org.kerata.layers.core.InputLayer;

/** Finds the layer in front of a model that turns texts into numbers. */
final class TextFront {
    private TextFront() {}

    /**
     * Texts as the model's input; the model is built if it is not.
     *
     * @throws ConfigException if no such layer stands in front
     */
    static Tensor numbers(TrainableLayer model, Collection<String> texts) {
        TextInput front = of(model);
        if (front == null) {
            throw new ConfigException("Model \"" + model.name()
                    + "\" takes no texts: the first of its layers must be a TextVectorization or a StringLookup. Put one in front, or"
                    + " apply it to the texts yourself.");
        }
        if (!model.isBuilt()) {
            model.buildOn(List.of(front.textSpec()));
        }
        return front.apply(texts);
    }

    private static @Nullable TextInput of(Layer layer) {
        if (layer instanceof TextInput front) {
            return front;
        }
        if (!(layer instanceof Model m)) {
            return null;
        }
        List<Layer> all =
                m.layers().stream().filter(l -> !(l instanceof InputLayer)).toList();
        return all.isEmpty() ? null : of(all.get(0));
    }
}
