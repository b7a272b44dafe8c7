package org.kerata.serialization;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Layer;
import org.kerata.serialization.hdf5.Hdf5Dataset;
import org.kerata.serialization.hdf5.Hdf5File;
import org.kerata.serialization.hdf5.Hdf5Node;
import org.kerata.serialization.hdf5.Hdf5Writer;

/**
 * The seeds and counters from which layers draw random numbers. Keras's files have no place for them; here they stand in a member of their
 * own, which Keras passes over, so that training goes on with the draws that would have come.
 */
final class RandomCounters {
    private RandomCounters() {}

    /** A file with the counters of a model; null if it draws nothing. */
    static @Nullable Hdf5Writer write(Layer model) {
        Hdf5Writer file = new Hdf5Writer();
        boolean any = false;
        for (Map.Entry<String, Layer> e : WeightTree.of(model).entrySet()) {
            List<Variable> seeds = e.getValue().ownSeeds();
            for (int i = 0; i < seeds.size(); i++) {
                file.root().dataset(WeightTree.vars(e.getKey()) + "/" + i, seeds.get(i));
                any = true;
            }
        }
        return any ? file : null;
    }

    /** Puts the counters of a file into a model. */
    static void read(String file, Hdf5File counters, Layer model) {
        WeightTree.of(model).forEach((path, layer) -> {
            List<Variable> seeds = layer.ownSeeds();
            for (int i = 0; i < seeds.size(); i++) {
                Hdf5Node n = counters.root().find(WeightTree.vars(path) + "/" + i);
                Variable v = seeds.get(i);
                if (!(n instanceof Hdf5Dataset d) || !Shape.of(d.shape()).equals(v.shape())) {
                    throw ModelFileException.at(
                            file,
                            Archive.COUNTERS,
                            "it has no random counter for \"" + layer.name() + "\". Save the model anew.");
                }
                v.assign(d.tensor(v.dtype()));
            }
        });
    }
}
