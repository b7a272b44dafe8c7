package org.kerata.serialization;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Layer;
import org.kerata.serialization.hdf5.Hdf5Dataset;
import org.kerata.training.optimizers.Optimizer;
import org.slf4j.LoggerFactory;

/** Matches the state that a file holds for an optimizer. */
final class OptimizerState {
    private OptimizerState() {}

    /** Matches the optimizer of a compiled model; one whose state does not fit stays as it is, and a line in the log says so. */
    static void match(String file, Layer model, List<Hdf5Dataset> stored, Transfer transfer) {
        Optimizer o = model instanceof SavedModel s ? s.optimizerOrNull() : null;
        if (o == null || stored.isEmpty()) {
            return;
        }
        o.build(((SavedModel) model).trainableWeights());
        List<Variable> own = o.variables();
        String problem = problem(own, stored);
        if (problem != null) {
            LoggerFactory.getLogger(OptimizerState.class)
                    .warn(
                            "{}: the state of the optimizer {} does not fit and is left out: {}.",
                            file,
                            o.name(),
                            problem);
            return;
        }
        for (int i = 0; i < own.size(); i++) {
            transfer.add(own.get(i), stored.get(i), false);
        }
    }

    private static @Nullable String problem(List<Variable> own, List<Hdf5Dataset> stored) {
        if (own.size() != stored.size()) {
            return "it has " + own.size() + " variables, the file " + stored.size();
        }
        for (int i = 0; i < own.size(); i++) {
            Shape s = Shape.of(stored.get(i).shape());
            if (!s.equals(own.get(i).shape())) {
                return "variable " + i + " (\"" + own.get(i).name() + "\") has shape "
                        + own.get(i).shape() + ", in the file " + s;
            }
        }
        return null;
    }
}
