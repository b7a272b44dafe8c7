package org.kerata.autodiff.graph;

import java.util.List;

/** A node without inputs. */
public abstract sealed class Leaf extends Node permits Constant, Placeholder, Read {
    Leaf(Spec spec, boolean symbolic) {
        super(List.of(), List.of(spec), symbolic);
    }
}
