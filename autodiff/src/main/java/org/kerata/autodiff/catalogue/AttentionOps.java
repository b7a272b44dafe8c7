package org.kerata.autodiff.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Attentions;

/** Attention. */
public abstract class AttentionOps extends NormalizationOps {
    /** Not made: its methods are static. */
    protected AttentionOps() {}

    /** {@link #dotProductAttention(Tensor, Tensor, Tensor, Tensor, Tensor, Double, boolean)} without bias and mask. */
    public static Tensor dotProductAttention(Tensor query, Tensor key, Tensor value) {
        return dotProductAttention(query, key, value, null, null, null, false);
    }

    /**
     * What each query finds among the values, each taken with the softmax of the products of query and keys as its weight.
     *
     * @param query {@code (batch, T, heads, width)}
     * @param key {@code (batch, S, pairs, width)}; each pair of key and value serves heads / pairs neighbouring heads
     * @param value {@code (batch, S, pairs, depth)}
     * @param bias added to the scaled products; can be broadcast to {@code (batch, heads, T, S)}
     * @param mask true where a query may look; can be broadcast to {@code (batch, heads, T, S)}
     * @param scale the factor of the products; by default the reciprocal root of the width
     * @param isCausal whether a query may look only at keys up to its own place
     * @return {@code (batch, T, heads, depth)}
     */
    public static Tensor dotProductAttention(
            Tensor query,
            Tensor key,
            Tensor value,
            @Nullable Tensor bias,
            @Nullable Tensor mask,
            @Nullable Double scale,
            boolean isCausal) {
        DType type = DType.promote(DType.promote(query.dtype(), key.dtype()), value.dtype());
        List<Tensor> in = new ArrayList<>();
        for (Tensor t : List.of(query, key, value)) {
            in.add(cast(t, type));
        }
        if (mask != null) {
            in.add(fourAxes(cast(mask, DType.BOOL)));
        }
        if (bias != null) {
            in.add(fourAxes(cast(bias, type)));
        }
        double factor =
                scale != null ? scale : 1 / Math.sqrt((double) query.shape().last());
        Attentions.Attention a =
                new Attentions.Attention(factor, isCausal, 0, mask == null ? 0 : 1, bias != null, 0, 0, false);
        return Attentions.ATTENTION.apply(a, in).get(0);
    }

    private static Tensor fourAxes(Tensor t) {
        Tensor out = t;
        while (out.rank() < 4) {
            out = expandDims(out, 0);
        }
        return out;
    }
}
