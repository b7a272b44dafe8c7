package org.kerata.serialization;

import java.util.List;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Assets;
import org.kerata.layers.Layer;
import org.kerata.serialization.hdf5.GroupDraft;
import org.kerata.serialization.hdf5.Hdf5Writer;
import org.kerata.training.optimizers.Optimizer;

/** Declares the weights of a model, and the state of its optimizer, in an HDF5 file as Keras 3 lays it out. */
final class WeightsWriter {
    private WeightsWriter() {}

    /** Takes the variables of a layer, or of the optimizer. */
    interface Taker {
        void put(String path, String name, List<Variable> variables);
    }

    /** A file with the weights of a model, and the optimizer's state if it has any. */
    static Hdf5Writer of(Layer model) {
        Hdf5Writer file = new Hdf5Writer();
        walk(model, (path, name, variables) -> {
            GroupDraft vars = file.root().group(WeightTree.vars(path));
            vars.attribute("name", name);
            for (int i = 0; i < variables.size(); i++) {
                vars.dataset(String.valueOf(i), variables.get(i));
            }
        });
        WeightTree.of(model).forEach((path, layer) -> {
            if (layer instanceof Assets a) {
                String below = path.isEmpty() ? "" : path + "/";
                a.saveNumbers().forEach((place, numbers) -> file.root().dataset(below + place, Tensor.of(numbers)));
            }
        });
        return file;
    }

    /** Goes through the layers of a model, in the order of files, and then to the optimizer if it has state. */
    static void walk(Layer model, Taker taker) {
        WeightTree.of(model).forEach((path, layer) -> taker.put(path, layer.name(), layer.ownWeights()));
        Optimizer o = model instanceof SavedModel s ? s.optimizerOrNull() : null;
        if (o != null && o.isBuilt()) {
            taker.put("optimizer", o.name(), o.variables());
            o.within().forEach((place, inner) -> taker.put("optimizer/" + place, inner.name(), inner.variables()));
        }
    }
}
