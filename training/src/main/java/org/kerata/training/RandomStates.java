package org.kerata.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Layer;
import org.kerata.layers.Network;

/** The seeds and counters from which the layers of a network draw random numbers, layer by layer. */
final class RandomStates {
    private final List<Variable> found = new ArrayList<>();
    private final Set<Layer> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    RandomStates(Network network) {
        if (network instanceof Layer whole) {
            walk(whole);
        } else {
            network.layers().forEach(this::walk);
        }
    }

    private void walk(Layer layer) {
        if (visited.add(layer)) {
            found.addAll(layer.ownSeeds());
            layer.parts().values().forEach(this::walk);
        }
    }

    List<long[]> get() {
        return found.stream().map(Variable::longs).toList();
    }

    /** Whether so many states of such sizes are what there is. */
    boolean fit(List<long[]> states) {
        boolean fits = states.size() == found.size();
        for (int i = 0; fits && i < found.size(); i++) {
            fits = states.get(i).length == found.get(i).size();
        }
        return fits;
    }

    void set(List<long[]> states) {
        for (int i = 0; i < found.size(); i++) {
            Variable v = found.get(i);
            v.assign(Tensor.of(states.get(i)).reshape(v.shape().dims()));
        }
    }
}
