package org.kerata.serialization;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.kerata.layers.Layer;

/**
 * Where each layer of a model stands in a weights file of Keras 3: by classes and attributes, not by names of layers, which may be made
 * up. A layer that is used in several places stands at the first.
 */
final class WeightTree {
    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private final Set<Layer> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    private WeightTree() {}

    /** The layers by their paths; the model itself has the empty one. */
    static Map<String, Layer> of(Layer model) {
        WeightTree t = new WeightTree();
        t.walk("", model);
        return t.layers;
    }

    private void walk(String path, Layer layer) {
        if (!visited.add(layer)) {
            return;
        }
        layers.put(path, layer);
        layer.parts().forEach((name, part) -> walk(path.isEmpty() ? name : path + "/" + name, part));
    }

    /** The group of the variables of what stands at a path. */
    static String vars(String path) {
        return path.isEmpty() ? "vars" : path + "/vars";
    }
}
