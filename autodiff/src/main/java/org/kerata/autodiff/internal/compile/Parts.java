package org.kerata.autodiff.internal.compile;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;

/** Finds values of which each slice makes and reads a part of its own. */
final class Parts {
    private Parts() {}

    /** The first element of each slice's part, and behind them the number of elements; null if slices share the value. */
    static long @Nullable [] of(Value v, int slices) {
        Task p = v.producer();
        if (slices == 1
                || v.place() != Value.Place.ARENA
                || v.isReplicated()
                || v.spec().dtype() != DType.FLOAT32
                || p == null) {
            return null;
        }
        if (!p.staysWithin()) {
            return null;
        }
        int output = -1;
        for (int i = 0; i < p.outputs().size(); i++) {
            if (p.outputs().get(i).value() == v) {
                output = output < 0 ? i : slices;
            }
        }
        if (output < 0 || output >= p.outputs().size()) {
            return null;
        }
        long[] starts = new long[slices + 1];
        long at = 0;
        for (int s = 0; s < slices; s++) {
            Region w = p.writes(output, s);
            if (!w.isEmpty() && (w.rows() > 0 || w.lo() != at)) {
                return null;
            }
            starts[s] = at;
            at = w.isEmpty() ? at : w.hi();
        }
        starts[slices] = v.size();
        return at == v.size() && readersStayWithin(v, p, output, slices) ? starts : null;
    }

    private static boolean readersStayWithin(Value v, Task p, int output, int slices) {
        for (Task r : v.readers()) {
            for (int i = 0; i < r.inputs().size(); i++) {
                if (r.inputs().get(i).value() != v) {
                    continue;
                }
                if (!r.staysWithin(i)) {
                    return false;
                }
                for (int s = 0; s < slices; s++) {
                    if (!p.writes(output, s).contains(r.reads(i, s))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
