package org.kerata.autodiff.graph;

import java.util.List;
import org.kerata.autodiff.Tensor;

/** What makes one or more tensors from others. Immutable; the tensors it makes are created with it. */
public abstract class Node {
    private final List<Tensor> inputs;
    private final List<Tensor> outputs;
    private final boolean symbolic;
    private final int depth;
    private final String scope;
    private final long trace = Trace.currentId();

    /**
     * A node.
     *
     * @param inputs what it reads
     * @param specs type and shape of each output
     * @param symbolic whether its outputs have no values of their own even if all inputs have (an input of a model or of a trace)
     */
    protected Node(List<Tensor> inputs, List<Spec> specs, boolean symbolic) {
        this.inputs = List.copyOf(inputs);
        boolean any = symbolic;
        int deepest = 0;
        for (Tensor t : this.inputs) {
            any |= t.isSymbolic();
            deepest = Math.max(deepest, t.node().depth);
        }
        this.symbolic = any;
        this.depth = deepest + 1;
        this.scope = Scope.current();
        Tensor[] made = new Tensor[specs.size()];
        for (int i = 0; i < made.length; i++) {
            made[i] = Tensor.output(this, i, specs.get(i));
        }
        this.outputs = List.of(made);
    }

    /** What it reads. */
    public final List<Tensor> inputs() {
        return inputs;
    }

    /** What it makes. */
    public final List<Tensor> outputs() {
        return outputs;
    }

    /** The only tensor it makes. */
    public final Tensor output() {
        if (outputs.size() != 1) {
            throw new IllegalStateException(name() + " makes " + outputs.size() + " tensors.");
        }
        return outputs.get(0);
    }

    /** Whether its values depend on an input that has no value yet. */
    public final boolean isSymbolic() {
        return symbolic;
    }

    /** The longest way from a leaf to here, counted in nodes. */
    public final int depth() {
        return depth;
    }

    /** Where it was made: the names of the enclosing layers, separated by slashes; empty outside of layers. */
    public final String scope() {
        return scope;
    }

    /** Whether it was made while this trace recorded, and not in one inside of it. */
    final boolean isMadeIn(Trace t) {
        return trace == t.id();
    }

    /** A short name for people: the op's, the variable's, the layer's. */
    public abstract String name();
}
