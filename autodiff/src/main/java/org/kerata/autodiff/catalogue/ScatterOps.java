package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Scatters;
import org.kerata.autodiff.ops.Segments;

/**
 * Elements put at indices, and rows put together by segment. The last axis of the indices, {@code (…, k)}, names a place in the first k
 * axes; negative indices count from the end, and an index out of range is an error.
 */
public abstract class ScatterOps extends LookupOps {
    /** Not made: its methods are static. */
    protected ScatterOps() {}

    /** Zeros of this shape to which the values are added at their indices. */
    public static Tensor scatter(Tensor indices, Tensor values, long... shape) {
        return Scatters.SCATTER.apply(new Scatters.Target(Shape.of(shape)), indices, values);
    }

    /** x with the values at their indices; of several for one place, the last. */
    public static Tensor scatterUpdate(Tensor x, Tensor indices, Tensor values) {
        return Scatters.SCATTER_REPLACE.apply(NONE, x, indices, cast(values, x.dtype()));
    }

    /** x with the values added to what is at their indices, multiplied with it, or the larger or smaller of the two. */
    public static Tensor scatterUpdate(Tensor x, Tensor indices, Tensor values, Scatters.Meeting reduction) {
        return Scatters.SCATTER_MEET.apply(new Scatters.How(reduction), x, indices, cast(values, x.dtype()));
    }

    /** The sum of the rows of each segment. Rows with a negative id count for none; an id of {@code segments} or more is an error. */
    public static Tensor segmentSum(Tensor rows, Tensor ids, int segments) {
        return Segments.SEGMENT_SUM.apply(new Segments.Count(segments), rows, ids);
    }

    /** The largest of the rows of each segment, element by element; the smallest number there is for a segment without rows. */
    public static Tensor segmentMax(Tensor rows, Tensor ids, int segments) {
        return Segments.SEGMENT_MAX.apply(new Segments.Count(segments), rows, ids);
    }

    /** The smallest of the rows of each segment, element by element; the largest number there is for a segment without rows. */
    public static Tensor segmentMin(Tensor rows, Tensor ids, int segments) {
        return Segments.SEGMENT_MIN.apply(new Segments.Count(segments), rows, ids);
    }

    /** The product of the rows of each segment, element by element; 1 for a segment without rows. */
    public static Tensor segmentProd(Tensor rows, Tensor ids, int segments) {
        return Segments.SEGMENT_PROD.apply(new Segments.Count(segments), rows, ids);
    }
}
