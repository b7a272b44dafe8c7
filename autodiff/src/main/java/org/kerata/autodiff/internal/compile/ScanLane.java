package org.kerata.autodiff.internal.compile;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;

/**
 * What one slice does of a loop, and where: with a body of its own for its rows, or with its slice of the common body. Carries without a
 * stack lie in two places in turn. What is the same for all rows is computed by every slice; the first one's results count, the others keep
 * theirs to themselves.
 */
final class ScanLane {
    private final ScanTask task;
    private final ScanLayout layout;
    private final Body body;
    private final @Nullable RowCut rows;
    private final int slice;
    private final long from;
    private final long to;
    private long bodyBytes;

    /**
     * A lane.
     *
     * @param rows how rows are cut; null if the body is cut instead
     * @param from the first of its rows
     * @param to the row behind the last
     */
    ScanLane(ScanTask task, Body body, @Nullable RowCut rows, int slice, long from, long to) {
        this.task = task;
        this.layout = task.layout();
        this.body = body;
        this.rows = rows;
        this.slice = slice;
        this.from = from;
        this.to = to;
    }

    Body body() {
        return body;
    }

    int slice() {
        return slice;
    }

    /** Plans the memory and says how much it is. */
    long prepare() {
        bodyBytes = body.prepare();
        return spare(layout.roots.size(), 0);
    }

    /** Whether a result has rows, and this lane makes some of them. */
    private boolean isCut(int root) {
        return rows != null && rows.isCut(layout.roots.get(root));
    }

    /** Whether this lane's results are not those that count. */
    private boolean isPrivate(int root) {
        return rows != null && !isCut(root) && slice > 0;
    }

    /** Whether it puts something of what a carry begins with into the carry's stack. */
    boolean hasPart(int carry) {
        return slice == 0 || isCut(carry);
    }

    /** The first element of a carry that belongs to it. */
    long firstElement(int carry) {
        return part(carry, from);
    }

    /** The element of a carry behind the last that belongs to it. */
    long lastElement(int carry) {
        return isCut(carry) ? part(carry, to) : layout.roots.get(carry).size();
    }

    private long part(int root, long row) {
        return isCut(root)
                ? layout.roots.get(root).size() / Objects.requireNonNull(rows).rows() * row
                : 0;
    }

    /** Where in the scratch memory a result lies in one of two places, if it does. */
    private long spare(int root, int which) {
        long at = bodyBytes;
        for (int i = 0; i <= root && i < layout.roots.size(); i++) {
            long bytes = Body.aligned((isCut(i)
                            ? part(i, to) - part(i, from)
                            : layout.roots.get(i).size())
                    * layout.roots.get(i).dtype().bytes());
            int count = isPrivate(i) ? 2 : i < layout.carries && !layout.stacked[i] ? 1 : 0;
            at += bytes * (i == root ? which : count);
        }
        return at;
    }

    private Binding.Place scratch(Binding b) {
        return b.scratchPlace(task, rows == null ? -1 : slice);
    }

    /**
     * Adds the kernels of one step.
     *
     * @param first the phase of the body that the first list is for
     */
    void bind(Binding b, boolean primitivesOnly, long step, int first, List<List<Kernel>> phases) {
        Map<Value, Binding.Place> places = new IdentityHashMap<>();
        List<Value> parameters = body.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            places.put(parameters.get(i), input(b, i, step));
        }
        for (int i = 0; i < layout.roots.size(); i++) {
            places.put(body.outputs().get(i).value(), output(b, i, step));
        }
        body.kernels(
                b,
                task,
                slice,
                primitivesOnly,
                scratch(b),
                v -> Objects.requireNonNull(places.get(v)),
                rows == null ? slice : 0,
                first,
                phases);
    }

    private Binding.Place input(Binding b, int i, long step) {
        Operand o = task.inputs().get(i);
        boolean carry = i < layout.carries;
        if (carry && step > 0) {
            return output(b, i, step - 1);
        }
        boolean steps = !carry && i < layout.carries + task.scanned();
        long size = steps ? o.size() / layout.length : o.size();
        long row = rows != null && rows.isCut(task.argument(i)) ? size / rows.rows() * from : 0;
        return b.place(o, slice, (steps ? layout.position(step) * size : 0) + row);
    }

    private Binding.Place output(Binding b, int i, long step) {
        long position = layout.position(step);
        boolean last = (layout.length - 1 - step) % 2 == 0;
        if (isPrivate(i)) {
            return scratch(b).plus(spare(i, last ? 0 : 1));
        }
        if (i >= layout.carries) {
            Operand o = layout.places.get(i);
            return b.place(o, slice, position * (o.size() / layout.length) + part(i, from));
        }
        if (layout.stacked[i]) {
            return b.place(layout.slot(i, position), slice, part(i, from));
        }
        return last
                ? b.place(layout.places.get(i), slice, part(i, from))
                : scratch(b).plus(spare(i, 0));
    }
}
