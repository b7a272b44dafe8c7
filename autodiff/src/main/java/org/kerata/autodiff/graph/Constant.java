package org.kerata.autodiff.graph;

import org.kerata.autodiff.internal.memory.Storage;

/** A value that is there already. */
public final class Constant extends Leaf {
    private final Storage value;

    /** A node for this value, which must not change any more. */
    public Constant(Storage value) {
        super(new Spec(value.dtype(), value.shape()), false);
        this.value = value;
    }

    /** The value. */
    public Storage value() {
        return value;
    }

    @Override
    public String name() {
        return "constant";
    }
}
