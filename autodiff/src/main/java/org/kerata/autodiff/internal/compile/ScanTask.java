package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
 * stacks, so nothing is copied and nothing is worked out while it runs. Carries without a stack lie in two places in turn.
 */
final class ScanTask extends ControlTask {
    private final Traced graph;
    private final int scanned;
    private final ScanLayout layout;
    private @Nullable Body body;
    private boolean joined;
    private boolean whole;
    private long bodyBytes;

    private ScanTask(
            String scope, Body.Mode mode, Traced graph, int scanned, ScanLayout layout, List<Operand> inputs) {
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

    private Body body() {
        return Objects.requireNonNull(body);
    }

    @Override
    public void cut(int slices) {
        Set<Tensor> fixed = new HashSet<>(
                graph.arguments().subList(layout.carries + scanned, graph.arguments().size()));
        body = Body.of(graph, fixed, mode, slices);
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
        return slice == 0 || body().isActive(slice);
    }

    @Override
    public int span() {
        if (body == null || whole) {
            return 1;
        }
        return body.oncePhases() + (joined ? 1 : Math.toIntExact(layout.length) * body.stepPhases());
    }

    @Override
    public boolean failsOnData() {
        return body().failsOnData();
    }

    @Override
    public long work() {
        return layout.length * body().work();
    }

    @Override
    public long prepare(int slice) {
        bodyBytes = body().prepare();
        return 0;
    }

    @Override
    public long sharedScratch() {
        return Math.max(1, spare(layout.carries));
    }

    /** Where in the scratch memory the second place of a carry is. */
    private long spare(int carry) {
        long at = bodyBytes;
        for (int i = 0; i < carry; i++) {
            at += layout.stacked[i] ? 0 : Body.aligned(layout.places.get(i).value().bytes());
        }
        return at;
    }

    @Override
    public List<Kernel> kernels(Binding b, int slice) {
        List<List<Kernel>> phases = new ArrayList<>();
        for (int p = 0; p < span(); p++) {
            phases.add(new ArrayList<>());
        }
        for (int i = 0; i < layout.carries && slice == 0; i++) {
            Operand first = layout.first(i);
            if (first != null) {
                phases.get(0).add(copy(b, inputs().get(i), first));
            }
        }
        int once = body().oncePhases();
        int each = body().stepPhases();
        bind(b, slice, 0, 0, whole ? Collections.nCopies(once, phases.get(0)) : phases.subList(0, once));
        for (int n = 0; n < layout.length; n++) {
            List<List<Kernel>> step = joined
                    ? Collections.nCopies(each, phases.get(phases.size() - 1))
                    : phases.subList(once + n * each, once + (n + 1) * each);
            bind(b, slice, n, once, step);
        }
        return phases.stream().map(Sequence::of).toList();
    }

    private static Kernel copy(Binding b, Operand from, Operand to) {
        long bytes = from.size() * from.dtype().bytes();
        Pointer source = b.pointer(from, 0, 0, from.size());
        Pointer target = b.pointer(to, 0, 0, to.size());
        return w -> Pointer.memcpy(target, source, bytes);
    }

    private void bind(Binding b, int slice, long step, int from, List<List<Kernel>> phases) {
        Map<Value, Binding.Place> places = new LinkedHashMap<>();
        List<Value> parameters = body().parameters();
        for (int i = 0; i < parameters.size(); i++) {
            places.put(parameters.get(i), input(b, slice, i, step));
        }
        for (int i = 0; i < layout.roots.size(); i++) {
            places.put(body().outputs().get(i).value(), output(b, slice, i, step));
        }
        body().kernels(b, b.scratchPlace(this, -1), v -> Objects.requireNonNull(places.get(v)), slice, from, phases);
    }

    private Binding.Place input(Binding b, int slice, int i, long step) {
        Operand o = inputs().get(i);
        if (i < layout.carries) {
            return step == 0 ? b.place(o, slice, 0) : output(b, slice, i, step - 1);
        }
        boolean part = i < layout.carries + scanned;
        return b.place(o, slice, part ? layout.position(step) * (o.size() / layout.length) : 0);
    }

    private Binding.Place output(Binding b, int slice, int i, long step) {
        long position = layout.position(step);
        if (i >= layout.carries) {
            Operand o = layout.places.get(i);
            return b.place(o, slice, position * (o.size() / layout.length));
        }
        if (layout.stacked[i]) {
            return b.place(layout.slot(i, position), slice, 0);
        }
        return (layout.length - 1 - step) % 2 == 0
                ? b.place(layout.places.get(i), slice, 0)
                : b.scratchPlace(this, -1).plus(spare(i));
    }

    @Override
    public Map<String, List<Task>> bodies() {
        return Map.of(layout.length + (layout.reverse ? " steps, backwards" : " steps"), body().tasks());
    }
}
