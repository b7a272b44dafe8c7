package org.kerata.autodiff.graph;

/** An argument of a traced function: no value until the program runs. */
public final class Placeholder extends Leaf {
    private final String name;

    /** An argument of this type and shape. */
    public Placeholder(String name, Spec spec) {
        super(spec, true);
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }
}
