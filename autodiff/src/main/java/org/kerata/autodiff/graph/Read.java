package org.kerata.autodiff.graph;

import org.kerata.autodiff.Variable;

/** The value that a variable had when this node was made. In a trace: its value when the program starts. */
public final class Read extends Leaf {
    private final Variable variable;

    /** Reads the variable. */
    public Read(Variable variable, boolean symbolic) {
        super(new Spec(variable.dtype(), variable.shape()), symbolic);
        this.variable = variable;
    }

    /** The variable that is read. */
    public Variable variable() {
        return variable;
    }

    @Override
    public String name() {
        return variable.name();
    }
}
