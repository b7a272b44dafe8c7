package org.kerata.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kerata.autodiff.ConfigException;

/**
 * What a layer is made of: the layers within it. The first step to {@link Layer}, which has all that users need.
 */
abstract sealed class NestingLayer extends Configurable permits NamedLayer {
    private final List<Layer> tracked = new ArrayList<>();
    private final Map<String, Layer> parts = new LinkedHashMap<>();

    /**
     * Declares a layer within this one, so that its weights belong to it: {@code private final Dense hidden = track(new Dense(8));}. In
     * files it stands under {@code layers/}, by its class; a layer that Keras has too needs {@link #track(String, Layer)}.
     */
    protected final <L extends Layer> L track(L layer) {
        return track(partName("layers/", layer), layer);
    }

    /** Declares layers within this one that stand in Keras's class as a list under this attribute. */
    protected final void trackAll(String attribute, List<? extends Layer> layers) {
        layers.forEach(l -> track(partName(attribute + "/", l), l));
    }

    private String partName(String container, Layer layer) {
        String name = container + layer.defaultName();
        String free = name;
        for (int k = 1; parts.containsKey(free); k++) {
            free = name + "_" + k;
        }
        return free;
    }

    /** Declares a layer within this one under the attribute that Keras's class has it in: {@code "cell"}. */
    protected final <L extends Layer> L track(String attribute, L layer) {
        if (layer == this) {
            throw new ConfigException(className() + ": a layer cannot contain itself.");
        }
        tracked.add(layer);
        parts.put(attribute, layer);
        return layer;
    }

    /** Forgets a layer declared by {@link #track}. */
    protected final void untrack(Layer layer) {
        tracked.removeIf(l -> l == layer);
        parts.values().removeIf(l -> l == layer);
    }

    /** The layers within this one, by their places in Keras's weight files: {@code cell}, {@code layers/dense_1}. */
    public Map<String, Layer> parts() {
        return Collections.unmodifiableMap(parts);
    }

    /** The layers within this one, in order. */
    protected List<Layer> layersWithin() {
        return tracked;
    }
}
