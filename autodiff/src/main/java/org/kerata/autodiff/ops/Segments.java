package org.kerata.autodiff.ops;

import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;

/**
 * Rows put together by the segment each belongs to. From {@code (rows, ids)}: {@code (n, …)} and n ids become {@code (segments, …)}. Rows
 * with a negative id belong to none; an id beyond the last segment is an error.
 */
public final class Segments {
    private Segments() {}

    /** How many segments there are. */
    public record Count(int segments) {}

    /** The sum of each segment's rows; 0 where there are none. */
    public static final Op<Count> SEGMENT_SUM = segment("segment_sum", Scatters.Meeting.ADD);

    /** The largest of each segment's rows, element by element; the smallest number there is where there are none. */
    public static final Op<Count> SEGMENT_MAX = segment("segment_max", Scatters.Meeting.MAX);

    /** The smallest of each segment's rows, element by element; the largest number there is where there are none. */
    public static final Op<Count> SEGMENT_MIN = segment("segment_min", Scatters.Meeting.MIN);

    /** The product of each segment's rows; 1 where there are none. */
    public static final Op<Count> SEGMENT_PROD = segment("segment_prod", Scatters.Meeting.MUL);

    private static Op<Count> segment(String name, Scatters.Meeting how) {
        return Op.<Count>named(name)
                .shape((in, a) -> {
                    requireIds(in);
                    Shape rows = in.get(0).shape();
                    return in.get(0).with(rows.slice(1, rows.rank()).prepend(a.segments));
                })
                .definition((in, a) -> List.of(put(how, in.get(0), in.get(1), a.segments)))
                .build();
    }

    private static Tensor put(Scatters.Meeting how, Tensor rows, Tensor ids, int segments) {
        Tensor none = Tensor.scalar(neutral(how, rows.dtype()), rows.dtype());
        Tensor counts = ids.greaterEqual(0);
        while (counts.rank() < rows.rank()) {
            counts = Ops.expandDims(counts, -1);
        }
        Tensor counting = Ops.where(counts, rows, none);
        Tensor places = Ops.expandDims(Ops.maximum(ids, Ops.zerosLike(ids)), 1);
        Shape target = rows.shape().slice(1, rows.rank()).prepend(segments);
        return Scatters.SCATTER_MEET.apply(new Scatters.How(how), Ops.broadcastTo(none, target), places, counting);
    }

    private static double neutral(Scatters.Meeting how, DType t) {
        double far = t.isFloating() ? Double.POSITIVE_INFINITY : t == DType.INT32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
        return switch (how) {
            case ADD -> 0;
            case MUL -> 1;
            case MIN -> far;
            case MAX -> t == DType.INT32 ? Integer.MIN_VALUE : t == DType.INT64 ? Long.MIN_VALUE : -far;
        };
    }

    private static void requireIds(List<Spec> in) {
        Shape rows = in.get(0).shape();
        Spec ids = in.get(1);
        if (rows.rank() == 0 || !ids.dtype().isInteger() || !ids.shape().matches(rows.slice(0, 1))) {
            throw new ShapeException(
                    "Each row needs an id, int32 or int64. Received: rows " + rows + " and ids " + ids + ".");
        }
    }
}
