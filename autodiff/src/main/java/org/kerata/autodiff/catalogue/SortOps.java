package org.kerata.autodiff.catalogue;

/** Order: sorting, ranks, and places in sorted tensors. */
public abstract class SortOps extends ReductionOps {
    /** Not made: its methods are static. */
    protected SortOps() {}
}
