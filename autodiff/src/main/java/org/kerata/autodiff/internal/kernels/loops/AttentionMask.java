package org.kerata.autodiff.internal.kernels.loops;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kerata.autodiff.ops.Attentions;

/** Which scores of attention are open: by masks (batch, heads, queries, keys) with strides of 0 where they are stretched, and by place. */
public final class AttentionMask {
    private static final float CLOSED = (float) Attentions.CLOSED;

    private final int queries;
    private final int keys;
    private final boolean causal;
    private final int window;
    private final List<Given> given = new ArrayList<>();
    private final float[] same;
    private final float[] row;

    @SuppressWarnings("ArrayRecordComponent")
    private record Given(ByteBuffer open, int[] strides) {}

    /** Without masks yet. */
    public AttentionMask(int queries, int keys, boolean causal, int window) {
        this.queries = queries;
        this.keys = keys;
        this.causal = causal;
        this.window = window;
        this.same = new float[keys];
        this.row = new float[keys];
    }

    /** Adds a mask. */
    public void add(ByteBuffer open, int[] strides) {
        given.add(new Given(open, strides));
    }

    /** Whether the heads of a sample differ. */
    public boolean differsByHead() {
        return given.stream().anyMatch(g -> g.strides[1] != 0);
    }

    /** Whether samples or heads differ. */
    public boolean differs() {
        return given.stream().anyMatch(g -> g.strides[0] != 0 || g.strides[1] != 0);
    }

    private boolean differsByQuery() {
        return causal || window > 0 || given.stream().anyMatch(g -> g.strides[2] != 0);
    }

    /** Writes for all scores of a head 0 where they are open, else what makes them vanish when it is added. */
    public void write(long sample, long head, FloatBuffer to, int at) {
        start(sample, head);
        boolean each = differsByQuery();
        for (int t = 0; t < queries; t++) {
            to.put(at + t * keys, each ? row(sample, head, t) : same, 0, keys);
        }
    }

    /** Writes zeros into those rows of a head in which no score is open. */
    public void clear(long sample, long head, FloatBuffer to, int at) {
        start(sample, head);
        boolean each = differsByQuery();
        boolean closed = !each && isClosed(same);
        for (int t = 0; t < queries; t++) {
            if (each ? isClosed(row(sample, head, t)) : closed) {
                Arrays.fill(row, 0);
                to.put(at + t * keys, row, 0, keys);
            }
        }
    }

    private boolean isClosed(float[] r) {
        for (float v : r) {
            if (v == 0) {
                return false;
            }
        }
        return true;
    }

    /** What is the same for all queries. */
    private void start(long sample, long head) {
        Arrays.fill(same, 0);
        for (Given g : given) {
            if (g.strides[2] == 0) {
                close(g, sample, head, 0, same);
            }
        }
    }

    private float[] row(long sample, long head, int t) {
        System.arraycopy(same, 0, row, 0, keys);
        for (Given g : given) {
            if (g.strides[2] != 0) {
                close(g, sample, head, t, row);
            }
        }
        if (causal && t + 1 < keys) {
            Arrays.fill(row, t + 1, keys, CLOSED);
        }
        if (window > 0) {
            Arrays.fill(row, 0, Math.max(0, Math.min(keys, t - window + 1)), CLOSED);
            Arrays.fill(row, (int) Math.min(keys, (long) t + window), keys, CLOSED);
        }
        return row;
    }

    private void close(Given g, long sample, long head, int t, float[] out) {
        int at = (int) (sample * g.strides[0] + head * g.strides[1] + (long) t * g.strides[2]);
        if (g.strides[3] == 0) {
            if (g.open.get(at) == 0) {
                Arrays.fill(out, CLOSED);
            }
            return;
        }
        for (int s = 0; s < keys; s++) {
            if (g.open.get(at + s) == 0) {
                out[s] = CLOSED;
            }
        }
    }
}
