package org.kerata.layers.attention;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;

/**
 * What keeps queries from looking at keys: masks of query {@code (batch, T)}, value and key {@code (batch, S)}, a mask that was given, and
 * places. All must be open. Where tensors are not rearranged, each goes to the kernel as it is.
 */
final class AttentionMasks {
    private final AttentionAxes along;
    private final boolean causal;
    private final int window;
    private final List<Tensor> masks = new ArrayList<>();

    AttentionMasks(AttentionAxes along, boolean causal, int window) {
        this.along = along;
        this.causal = causal;
        this.window = window;
    }

    void query(@Nullable Tensor mask) {
        if (mask != null) {
            masks.add(Ops.expandDims(truth(mask), -1));
        }
    }

    void value(@Nullable Tensor mask) {
        if (mask != null) {
            masks.add(Ops.expandDims(truth(mask), -2));
        }
    }

    void given(@Nullable Tensor mask) {
        if (mask != null) {
            masks.add(truth(mask));
        }
    }

    private static Tensor truth(Tensor mask) {
        return mask.dtype() == DType.BOOL ? mask : mask.cast(DType.BOOL);
    }

    /** Whether the kernel itself closes what comes later. */
    boolean isCausal() {
        return causal && along.isPlain();
    }

    /** The window that the kernel itself keeps; 0 for none. */
    int window() {
        return along.isPlain() ? window : 0;
    }

    /** Masks that can be stretched to the shape of the flat weights (batch, heads, T, S). */
    List<Tensor> all(Shape query, Shape key) {
        List<Tensor> out = new ArrayList<>();
        if (along.isPlain()) {
            masks.forEach(m -> out.add(expanded(m, 4)));
            return out;
        }
        List<Tensor> more = new ArrayList<>(masks);
        more.addAll(places(query, key));
        Shape scores = along.scores(query, key, 1);
        int pairs = 2 * along.count();
        int heads = scores.rank() - pairs - 1;
        for (Tensor m : more) {
            Tensor full = expanded(m, scores.rank());
            Shape whole = scores.with(heads, full.shape().dim(heads));
            out.add(Ops.reshape(
                    Ops.broadcastTo(full, whole),
                    scores.product(0, heads),
                    full.shape().dim(heads),
                    scores.product(heads + 1, heads + 1 + along.count()),
                    scores.product(heads + 1 + along.count(), scores.rank())));
        }
        return out;
    }

    /** With axes of length 1 in front of those that are looked along, as Keras puts them. */
    private Tensor expanded(Tensor mask, int rank) {
        Tensor m = mask;
        while (m.rank() < rank) {
            m = Ops.expandDims(m, m.rank() < 2 * along.count() ? 0 : m.rank() - 2 * along.count());
        }
        return m;
    }

    /** Causal mask and window as tensors, by the axis behind the batch as in Keras. */
    private List<Tensor> places(Shape query, Shape key) {
        Tensor row = Ops.reshape(Ops.arange(query.intDim(1)), 1, query.dim(1), 1);
        Tensor column = Ops.reshape(Ops.arange(key.intDim(1)), 1, 1, key.dim(1));
        List<Tensor> out = new ArrayList<>();
        if (causal) {
            out.add(row.greaterEqual(column));
        }
        if (window > 0) {
            out.add(Ops.absolute(row.minus(column)).less(window));
        }
        return out;
    }
}
