package org.kerata.autodiff.catalogue;

/** Norms, factorisations and solutions of linear equations. */
public abstract class LinearAlgebraOps extends ProductOps {
    /** Not made: its methods are static. */
    protected LinearAlgebraOps() {}
}
