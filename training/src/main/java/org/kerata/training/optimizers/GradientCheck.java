package org.kerata.training.optimizers;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.slf4j.LoggerFactory;

/** Requires that gradients fit weights that the optimizer knows, and warns once of a weight without any. */
final class GradientCheck {
    private final String optimizer;
    private final Set<Variable> known = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Variable> warned = Collections.newSetFromMap(new IdentityHashMap<>());

    GradientCheck(String optimizer) {
        this.optimizer = optimizer;
    }

    /** From now on, these are the optimizer's weights. */
    void admit(List<Variable> weights) {
        known.addAll(weights);
    }

    void require(Tensor gradient, Variable weight) {
        if (!known.contains(weight)) {
            throw new KerataException(
                    optimizer + ": the weight \"" + weight.name() + "\" " + weight.spec()
                            + " is not among those the optimizer was built for. Compile the model again, or make a new optimizer.");
        }
        if (!gradient.shape().equals(weight.shape())) {
            throw new ShapeException(optimizer + ": the gradient of \"" + weight.name() + "\" must have its shape "
                    + weight.shape() + ". Received: " + gradient.shape() + ".");
        }
    }

    void warnOfMissing(String name, Variable weight) {
        if (warned.add(weight)) {
            LoggerFactory.getLogger(Optimizer.class)
                    .warn(
                            "{}: the weight \"{}\" {} has no gradient, so it does not change. Does the loss depend on it?",
                            name,
                            weight.name(),
                            weight.shape());
        }
    }
}
