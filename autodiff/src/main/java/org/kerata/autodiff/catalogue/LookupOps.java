package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Lookups;

/** Elements by their indices. */
public abstract class LookupOps extends PartOps {
    /** Not made: its methods are static. */
    protected LookupOps() {}

    /** The parts of x at these indices of an axis; negative indices count from the end. */
    public static Tensor take(Tensor x, Tensor indices, int axis) {
        return Lookups.GATHER.apply(new Lookups.Along(x.shape().axis(axis), true), x, indices);
    }

    /** For each index the element at that place of its own line along the axis. */
    public static Tensor takeAlongAxis(Tensor x, Tensor indices, int axis) {
        return Lookups.TAKE_ALONG_AXIS.apply(new Lookups.Along(x.shape().axis(axis), true), x, indices);
    }

    /** 1 at the index and 0 elsewhere, along a new axis; an index out of range gives zeros. */
    public static Tensor oneHot(Tensor indices, int classes, int axis, DType dtype) {
        int a = axis < 0 ? axis + indices.rank() + 1 : axis;
        return Lookups.ONE_HOT.apply(new Lookups.Vectors(classes, a, dtype), indices);
    }
}
