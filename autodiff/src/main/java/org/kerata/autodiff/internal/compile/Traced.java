package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;

/**
 * A function as a graph.
 *
 * @param arguments placeholders
 * @param outputs what it returns
 * @param writes what it leaves in variables
 */
public record Traced(List<Tensor> arguments, List<Tensor> outputs, Map<Variable, Tensor> writes) {

    /** All tensors that must be computed. */
    List<Tensor> roots() {
        List<Tensor> all = new ArrayList<>(outputs);
        all.addAll(writes.values());
        return all;
    }
}
