package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Sequence;
import org.kerata.autodiff.ops.Control;

/**
 * A loop of a known number of steps. The kernels of its body are bound for each step to that step's parts of the scanned tensors and of the
 * stacks, so nothing is copied and nothing is worked out while it runs.
 *
 * <p>Where the rows of the body (a batch) know nothing of each other, each slice takes its own rows through all steps, with a body made for
 * so many rows. Else the body is cut as a program is, and its phases follow each other step by step.
 */
final class ScanTask extends ControlTask {
    /** Floats that the second-level cache of a core surely holds. */
    private static final long CACHED = 1 << 18;
    /** As many rows as make a product of them and a matrix from memory bound by arithmetic. */
    private static final long MANY_ROWS = 8;

    private final Traced graph;
    private final int scanned;
    private final ScanLayout layout;
    private final List<ScanLane> lanes = new ArrayList<>();
    private @Nullable RowCut rows;
    private boolean joined;
    private boolean whole;

    private ScanTask(String scope, Body.Mode mode, Traced graph, int scanned, ScanLayout layout, List<Operand> inputs) {
        super("scan", scope, mode, inputs, layout.outputs);
        this.graph = graph;
        this.scanned = scanned;
        this.layout = layout;
    }

    static ScanTask of(OpNode n, Control.Loop loop, List<Operand> inputs, Body.Mode mode) {
        List<Spec> specs = n.inputs().stream().map(Tensor::spec).toList();
        List<Tensor> outside = new ArrayList<>(n.inputs());
        for (int i = 0; i < loop.carries() + loop.scanned(); i++) {
            outside.set(i, loop.bodyFor(specs).parameters().get(i));
        }
        Traced graph = Body.simplify(loop.bodyFor(specs), outside, mode.fast());
        ScanLayout layout = new ScanLayout(graph, loop.carries(), loop.lengthFor(specs), loop.reverse());
        Traced roots = new Traced(graph.arguments(), layout.roots, Map.of());
        return new ScanTask(n.scope(), mode, roots, loop.scanned(), layout, inputs);
    }

    ScanLayout layout() {
        return layout;
    }

    /** How many of the inputs are scanned. */
    int scanned() {
        return scanned;
    }

    /** The body's parameter for an input. */
    Tensor argument(int i) {
        return graph.arguments().get(i);
    }

    private Body body() {
        return lanes.get(0).body();
    }

    @Override
    public void cut(int slices) {
        RowCut r = slices == 1 ? null : RowCut.of(graph, layout.carries);
        if (r != null && isWorthIt(r, slices)) {
            rows = r;
            cutRows(r, slices);
        } else {
            cutBody(slices);
        }
    }

    /**
     * With rows of its own, each slice reads all of the matrices in every step. Few rows and matrices that no cache holds are better off the
     * other way, in which each slice reads its own columns.
     */
    private boolean isWorthIt(RowCut r, int slices) {
        long matrices = 0;
        for (Tensor t : fixed(graph, layout.carries + scanned)) {
            matrices += r.isCut(t) || t.rank() < 2 ? 0 : t.size();
        }
        return r.rows() >= slices && (matrices < CACHED || r.rows() >= MANY_ROWS * slices);
    }

    private static Set<Tensor> fixed(Traced graph, int from) {
        return new HashSet<>(graph.arguments().subList(from, graph.arguments().size()));
    }

    private void cutBody(int slices) {
        Body body = Body.of(graph, fixed(graph, layout.carries + scanned), mode, slices);
        for (int s = 0; s < slices; s++) {
            lanes.add(new ScanLane(this, body, null, s, 0, 0));
        }
        whole = body.isWhole();
        joined = whole || staysApart(body, slices);
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            for (int i = 0; i < inputs().size() && isActive(s); i++) {
                reads(i, s, inputs().get(i).all());
            }
            for (int i = 0; i < outputs().size() && whole && s == 0; i++) {
                writes(i, s, outputs().get(i).all());
            }
        }
    }

    private void cutRows(RowCut r, int slices) {
        joined = true;
        cutInto(slices);
        Map<Long, Body> bodies = new HashMap<>();
        for (int s = 0; s < slices; s++) {
            long from = r.rows() * s / slices;
            long to = r.rows() * (s + 1) / slices;
            Traced own = r.of(to - from);
            Body body =
                    bodies.computeIfAbsent(to - from, n -> Body.of(own, fixed(own, layout.carries + scanned), mode, 1));
            lanes.add(new ScanLane(this, body, r, s, from, to));
            for (int i = 0; i < inputs().size(); i++) {
                Operand o = inputs().get(i);
                boolean steps = i >= layout.carries && i < layout.carries + scanned;
                reads(i, s, r.isCut(graph.arguments().get(i)) ? region(o, steps, r, from, to) : o.all());
            }
            for (int i = 0; i < outputs().size(); i++) {
                Operand o = outputs().get(i);
                if (r.isCut(layout.tensors.get(i))) {
                    writes(i, s, region(o, i >= layout.carries, r, from, to));
                } else if (s == 0) {
                    writes(i, s, o.all());
                }
            }
        }
    }

    /** Some rows of an operand, in one step or in all. */
    private Region region(Operand o, boolean steps, RowCut r, long from, long to) {
        long step = steps ? o.size() / layout.length : o.size();
        long row = step / r.rows();
        return steps && layout.length > 1
                ? Region.columns(o.offset(), o.offset() + o.size(), step, from * row, to * row)
                : o.part(from * row, to * row);
    }

    /** Whether each slice needs nothing of a step but what it has made itself, so that none waits for another. */
    private boolean staysApart(Body b, int slices) {
        for (int i = 0; i < layout.carries; i++) {
            Value before = b.parameters().get(i);
            Value after = b.outputs().get(i).value();
            for (Task reader : before.readers()) {
                for (int k = 0; k < reader.inputs().size(); k++) {
                    for (int s = 0; s < slices && reader.inputs().get(k).value() == before; s++) {
                        if (!makes(after, s, reader.reads(k, s))) {
                            return false;
                        }
                    }
                }
            }
        }
        return b.stepPhases() == 1;
    }

    private static boolean makes(Value v, int slice, Region need) {
        Task p = Objects.requireNonNull(v.producer());
        for (int k = 0; k < p.outputs().size(); k++) {
            if (p.outputs().get(k).value() == v && p.writes(k, slice).contains(need)) {
                return true;
            }
        }
        return need.isEmpty();
    }

    @Override
    public boolean isActive(int slice) {
        return slice == 0 || rows != null || body().isActive(slice);
    }

    @Override
    public int span() {
        if (lanes.isEmpty() || whole || rows != null) {
            return 1;
        }
        return body().oncePhases() + (joined ? 1 : Math.toIntExact(layout.length) * body().stepPhases());
    }

    @Override
    public boolean failsOnData() {
        return body().failsOnData();
    }

    @Override
    public long work() {
        return layout.length * body().work() * (rows == null ? 1 : lanes.size());
    }

    @Override
    public long prepare(int slice) {
        long bytes = lanes.get(slice).prepare();
        return rows == null ? 0 : Math.max(1, bytes);
    }

    @Override
    public long sharedScratch() {
        return rows == null ? Math.max(1, lanes.get(0).prepare()) : 0;
    }

    @Override
    List<Kernel> kernels(Binding b, int slice, boolean primitivesOnly) {
        ScanLane lane = lanes.get(slice);
        List<List<Kernel>> phases = new ArrayList<>();
        for (int p = 0; p < span(); p++) {
            phases.add(new ArrayList<>());
        }
        for (int i = 0; i < layout.carries; i++) {
            if (layout.first(i) != null && lane.hasPart(i) && !primitivesOnly) {
                phases.get(0).add(first(b, lane, i));
            }
        }
        int once = lane.body().oncePhases();
        int each = lane.body().stepPhases();
        boolean single = span() == 1;
        lane.bind(b, primitivesOnly, 0, 0, single ? Collections.nCopies(once, phases.get(0)) : phases.subList(0, once));
        for (int n = 0; n < layout.length; n++) {
            List<List<Kernel>> step = joined
                    ? Collections.nCopies(each, phases.get(phases.size() - 1))
                    : phases.subList(once + n * each, once + (n + 1) * each);
            lane.bind(b, primitivesOnly, n, once, step);
        }
        return phases.stream().map(Sequence::of).toList();
    }

    /** Puts what the loop begins with into a carry's stack. */
    private Kernel first(Binding b, ScanLane lane, int carry) {
        Operand from = inputs().get(carry);
        Operand to = Objects.requireNonNull(layout.first(carry));
        long lo = lane.firstElement(carry);
        long hi = lane.lastElement(carry);
        long bytes = (hi - lo) * from.dtype().bytes();
        Pointer source = b.pointer(from, lane.slice(), lo, hi);
        Pointer target = b.pointer(to, lane.slice(), lo, hi);
        return w -> Pointer.memcpy(target, source, bytes);
    }

    @Override
    boolean hasPrimitives() {
        return body().hasPrimitives();
    }

    @Override
    public Map<String, List<Task>> bodies() {
        String steps = layout.length + (layout.reverse ? " steps, backwards" : " steps");
        return Map.of(rows == null ? steps : steps + ", each slice its own rows", body().tasks());
    }
}
