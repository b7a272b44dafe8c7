package org.kerata.autodiff.internal.compile;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.graph.Subgraph;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Sequence;
import org.kerata.autodiff.ops.Control;

/** A choice: both branches are compiled, their kernels look at the predicate, and their results lie in the same places. */
final class CondTask extends ControlTask {
    private final Traced[] graphs;
    private final Body[] branches = new Body[2];
    private boolean whole;

    private CondTask(String scope, Body.Mode mode, Traced[] graphs, List<Operand> inputs, List<Operand> outputs) {
        super("cond", scope, mode, inputs, outputs);
        this.graphs = graphs;
    }

    static CondTask of(OpNode n, Control.Branches a, List<Operand> inputs, Body.Mode mode) {
        List<Tensor> captured = n.inputs().subList(1, n.inputs().size());
        List<Spec> specs = captured.stream().map(Tensor::spec).toList();
        Traced[] graphs = new Traced[2];
        int i = 0;
        for (Subgraph g : List.of(a.whenTrue().at(specs), a.whenFalse().at(specs))) {
            graphs[i++] = Body.simplify(g, captured, mode.fast());
        }
        List<Operand> outputs = new ArrayList<>();
        for (Tensor t : n.outputs()) {
            outputs.add(Operand.of(Value.arena("cond", t.spec())));
        }
        return new CondTask(n.scope(), mode, graphs, inputs, outputs);
    }

    @Override
    public void cut(int slices) {
        whole = true;
        for (int i = 0; i < branches.length; i++) {
            branches[i] = Body.of(graphs[i], Set.of(), mode, slices);
            whole &= branches[i].isWhole();
        }
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

    @Override
    public boolean isActive(int slice) {
        return slice == 0 || branches[0].isActive(slice) || branches[1].isActive(slice);
    }

    @Override
    public int span() {
        return whole ? 1 : Math.max(1, Math.max(Task.phases(branches[0].tasks()), Task.phases(branches[1].tasks())));
    }

    @Override
    public boolean failsOnData() {
        return branches[0].failsOnData() || branches[1].failsOnData();
    }

    @Override
    public long work() {
        return Math.max(branches[0].work(), branches[1].work());
    }

    @Override
    public long sharedScratch() {
        return Math.max(1, Math.max(branches[0].prepare(), branches[1].prepare()));
    }

    @Override
    List<Kernel> kernels(Binding b, int slice, boolean primitivesOnly) {
        List<List<List<Kernel>>> both = new ArrayList<>();
        for (Body branch : branches) {
            List<List<Kernel>> phases = new ArrayList<>();
            for (int p = 0; p < Task.phases(branch.tasks()); p++) {
                phases.add(new ArrayList<>());
            }
            Map<Value, Binding.Place> places = new HashMap<>();
            for (int i = 0; i < branch.parameters().size(); i++) {
                places.put(branch.parameters().get(i), b.place(inputs().get(i + 1), slice, 0));
            }
            for (int i = 0; i < outputs().size(); i++) {
                places.put(branch.outputs().get(i).value(), b.place(outputs().get(i), slice, 0));
            }
            branch.kernels(
                    b,
                    this,
                    slice,
                    primitivesOnly,
                    b.scratchPlace(this, -1),
                    v -> Objects.requireNonNull(places.get(v)),
                    slice,
                    0,
                    phases);
            both.add(whole ? List.of(phases.stream().flatMap(List::stream).toList()) : phases);
        }
        ByteBuffer predicate = b.bytes(inputs().get(0), slice);
        List<Kernel> out = new ArrayList<>();
        for (int p = 0; p < span(); p++) {
            Kernel yes = phase(both.get(0), p);
            Kernel no = phase(both.get(1), p);
            out.add(w -> (predicate.get(0) != 0 ? yes : no).run(w));
        }
        return out;
    }

    private static Kernel phase(List<List<Kernel>> phases, int p) {
        return Sequence.of(p < phases.size() ? phases.get(p) : List.of());
    }

    @Override
    boolean hasPrimitives() {
        return branches[0].hasPrimitives() || branches[1].hasPrimitives();
    }

    @Override
    public Map<String, List<Task>> bodies() {
        Map<String, List<Task>> out = new LinkedHashMap<>();
        out.put("when true", branches[0].tasks());
        out.put("when false", branches[1].tasks());
        return out;
    }
}
