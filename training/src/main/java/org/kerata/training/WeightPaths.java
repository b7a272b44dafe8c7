package org.kerata.training;

import java.util.IdentityHashMap;
import java.util.Map;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Configurable;
import org.kerata.layers.Layer;
import org.kerata.layers.Network;

/**
 * Where the weights of a network are: the names of the layers, from the outermost, and the weight's, as in Keras's {@code Variable.path}. A
 * functional model's own name is not in it, nor what is around a model within another: both have their weights before they are put together.
 */
final class WeightPaths {
    private final Map<Variable, String> paths = new IdentityHashMap<>();

    private WeightPaths() {}

    static Map<Variable, String> of(Network network) {
        WeightPaths p = new WeightPaths();
        p.walk(network);
        return p.paths;
    }

    private void walk(Network n) {
        boolean functional = n instanceof Configurable c && c.className().equals("Functional");
        String before = functional ? "" : n.name() + "/";
        if (n instanceof Layer l) {
            l.ownWeights().forEach(w -> paths.putIfAbsent(w, before + w.name()));
        }
        n.layers().forEach(l -> walk(l, before));
    }

    private void walk(Layer l, String before) {
        if (l instanceof Network n) {
            walk(n);
            return;
        }
        String own = before + l.name() + "/";
        l.ownWeights().forEach(w -> paths.putIfAbsent(w, own + w.name()));
        l.parts().values().forEach(part -> walk(part, own));
    }
}
