package org.kerata.layers;

import java.util.List;
import java.util.Map;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.constraints.Constraint;

/**
 * What a training loop needs of a model. A run is {@code Call call = Call.start(mode); outputs = network.applyAll(inputs, call);}, and
 * afterwards {@code call} holds the extra losses and the outputs' masks. Within a {@link org.kerata.autodiff.Compiled} function the run
 * becomes part of its program.
 */
public interface Network {
    /** The name, for messages and progress. */
    String name();

    /** The layers, in Keras's order. */
    List<Layer> layers();

    /** Whether the weights exist. */
    boolean isBuilt();

    /**
     * Makes the weights for inputs of these types and shapes, the batch axis unknown; nothing if they exist.
     *
     * @throws org.kerata.autodiff.ShapeException if the inputs do not suit the network
     */
    void buildOn(List<Spec> inputs);

    /** The names of the inputs, in order; empty while a network without declared inputs is not built. */
    List<String> inputNames();

    /** Whether Keras gives this network its inputs in a dictionary of these names; else in their order. */
    default boolean takesNames() {
        return false;
    }

    /** Types and shapes of the inputs, the batch axis unknown. */
    List<Spec> inputSpecs();

    /** The names of the outputs, in order: those of the layers that make them. */
    List<String> outputNames();

    /** Types and shapes of the outputs, the batch axis unknown. */
    List<Spec> outputSpecs();

    /**
     * Runs the network on tensors with known shapes: a graph of calls is replayed. Inputs are cast to the declared types, and an axis of
     * length 1 at the end is added or taken away as needed.
     */
    List<Tensor> applyAll(List<? extends Tensor> inputs, Call call);

    /** All weights: for each layer in order its trainable ones, then its others. */
    List<Variable> weights();

    /** The weights that training changes now: none of frozen layers. */
    List<Variable> trainableWeights();

    /** The other weights. */
    List<Variable> nonTrainableWeights();

    /** All state: the weights and the random counters. */
    List<Variable> variables();

    /** The constraints of those weights that have one. */
    Map<Variable, Constraint> constraints();
}
