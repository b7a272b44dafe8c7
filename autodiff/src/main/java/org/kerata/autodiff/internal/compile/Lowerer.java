package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Constant;
import org.kerata.autodiff.graph.Graphs;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Placeholder;
import org.kerata.autodiff.graph.Read;

/** Turns a graph into tasks over values. */
final class Lowerer {
    private final boolean fast;
    private final boolean merge;
    private final boolean body;
    private final Traced traced;
    private final List<Task> tasks = new ArrayList<>();
    private final List<Value> arguments = new ArrayList<>();
    private final List<Operand> outputs = new ArrayList<>();
    private final List<Variable> reads = new ArrayList<>();
    private final Map<Tensor, Operand> operands = new IdentityHashMap<>();
    private final Map<Variable, Value> variables = new IdentityHashMap<>();
    private final Map<Tensor, Set<Node>> users = new IdentityHashMap<>();
    private final Map<Tensor, Variable> targets = new IdentityHashMap<>();
    private final Set<Tensor> results = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Variable, List<Tensor>> readsOf = new IdentityHashMap<>();
    private final Set<Variable> written = new HashSet<>();

    /**
     * The tasks for a graph.
     *
     * @param merge whether ops may share a task, and results go straight into variables
     */
    Lowerer(Traced t, boolean fast, boolean merge) {
        this(t, fast, merge, false);
    }

    /** The tasks for the body of a loop or a branch: each result gets memory of its own, for whoever runs the body to say where it is. */
    static Lowerer ofBody(Traced t, boolean fast, boolean merge) {
        return new Lowerer(t, fast, merge, true);
    }

    private Lowerer(Traced t, boolean fast, boolean merge, boolean body) {
        this.fast = fast;
        this.merge = merge;
        this.body = body;
        this.traced = t;
        List<Node> order = Graphs.topological(t.roots());
        for (Tensor a : t.arguments()) {
            Value v = Value.argument(a.node().name(), a.spec());
            arguments.add(v);
            operands.put(a, Operand.of(v));
        }
        for (Tensor out : t.outputs()) {
            results.add(out.canonical());
        }
        t.writes().forEach((v, x) -> targets.putIfAbsent(x.canonical(), v));
        for (Node n : order) {
            for (Tensor x : n.inputs()) {
                users.computeIfAbsent(x.canonical(), k -> Collections.newSetFromMap(new IdentityHashMap<>()))
                        .add(n);
            }
            leaf(n);
        }
        if (fast) {
            Units units = new Units(order, merge);
            for (Units.Unit u : units.inOrder()) {
                lower(u, units);
            }
        } else {
            for (Node n : order) {
                if (n instanceof OpNode op) {
                    lower(op, Map.of());
                }
            }
        }
        t.writes().forEach(this::write);
        for (Tensor out : t.outputs()) {
            outputs.add(result(out));
        }
    }

    List<Task> tasks() {
        return tasks;
    }

    List<Value> arguments() {
        return arguments;
    }

    List<Operand> outputs() {
        return outputs;
    }

    List<Variable> reads() {
        return reads;
    }

    private void leaf(Node n) {
        if (n instanceof Constant c) {
            operands.put(n.output(), Operand.of(Value.constant(c.value())));
        } else if (n instanceof Read r) {
            operands.put(n.output(), Operand.of(variable(r.variable())));
            reads.add(r.variable());
            readsOf.computeIfAbsent(r.variable(), v -> new ArrayList<>()).add(n.output());
        } else if (n instanceof Placeholder p && !operands.containsKey(p.output())) {
            throw new IllegalStateException("The argument \"" + p.name() + "\" of another trace was used.");
        }
    }

    private void lower(Units.Unit u, Units units) {
        if (!u.loop) {
            u.nodes.forEach(n -> lower(n, n.op().overwrites() ? intoVariables(n, u, units) : Map.of()));
            return;
        }
        List<LoopTask.Store> stores = new ArrayList<>();
        for (Tensor t : made(u)) {
            Variable target = targets.get(t);
            boolean outside = isUsedOutside(t, u) || isWrittenTwice(t);
            if (merge && target != null && !outside && isReadBefore(target, u, units) && written.add(target)) {
                stores.add(new LoopTask.Store(t, Operand.of(variable(target))));
            } else if (target != null || outside) {
                Operand o = Operand.of(Value.arena(t.node().name(), t.spec()));
                operands.put(t, o);
                stores.add(new LoopTask.Store(t, o));
            }
        }
        add(LoopTask.of(u.nodes, this::operand, stores));
    }

    private static List<Tensor> made(Units.Unit u) {
        List<Tensor> all = new ArrayList<>();
        for (OpNode n : u.nodes) {
            all.addAll(n.outputs());
        }
        return all;
    }

    /** Whether a tensor is a result or is read, perhaps through views, by a node that is not in the unit. */
    private boolean isUsedOutside(Tensor t, Units.Unit u) {
        if (results.contains(t)) {
            return true;
        }
        for (Node n : users.getOrDefault(t, Set.of())) {
            if (n instanceof OpNode op && op.op().isView()) {
                if (targets.containsKey(op.output()) || isUsedOutside(op.output(), u)) {
                    return true;
                }
            } else if (!(n instanceof OpNode op && u.nodes.contains(op))) {
                return true;
            }
        }
        return false;
    }

    /** Whether all that read the variable's old value can do so before the unit runs, or belong to it. */
    private boolean isReadBefore(Variable v, Units.Unit u, Units units) {
        for (Tensor read : readsOf.getOrDefault(v, List.of())) {
            for (OpNode n : readers(read)) {
                if (!u.nodes.contains(n) && units.dependsOn(n, u)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The nodes that read a tensor, also through views. */
    private List<OpNode> readers(Tensor t) {
        List<OpNode> out = new ArrayList<>();
        for (Node n : users.getOrDefault(t, Set.of())) {
            if (n instanceof OpNode op) {
                if (op.op().isView()) {
                    out.addAll(readers(op.output()));
                } else {
                    out.add(op);
                }
            }
        }
        return out;
    }

    private boolean isWrittenTwice(Tensor t) {
        return traced.writes().values().stream().filter(x -> x.canonical() == t).count() > 1;
    }

    /** Those of the outputs that can be made in the memory of the variables that they are assigned to. */
    private Map<Tensor, Variable> intoVariables(OpNode n, Units.Unit u, Units units) {
        Map<Tensor, Variable> out = new IdentityHashMap<>();
        for (Tensor t : n.outputs()) {
            Variable target = targets.get(t);
            if (merge
                    && target != null
                    && !isReadElsewhere(target, n, t.index())
                    && !isUsedOutside(t, u)
                    && !isWrittenTwice(t)
                    && isReadBefore(target, u, units)
                    && written.add(target)) {
                out.put(t, target);
            }
        }
        return out;
    }

    /** Whether the op reads the variable by another input than that which is overwritten. */
    private boolean isReadElsewhere(Variable v, OpNode n, int overwritten) {
        for (int i = 0; i < n.inputs().size(); i++) {
            if (i != overwritten && Units.source(n.inputs().get(i)) instanceof Read r && r.variable() == v) {
                return true;
            }
        }
        return false;
    }

    private void lower(OpNode n, Map<Tensor, Variable> direct) {
        if (n.op().isView()) {
            return;
        }
        if (ControlTask.accepts(n)) {
            control(n);
            return;
        }
        List<Operand> in = new ArrayList<>();
        for (Tensor t : n.inputs()) {
            in.add(operand(t));
        }
        List<Operand> out = new ArrayList<>();
        for (Tensor t : n.outputs()) {
            Variable target = direct.get(t);
            Operand o = Operand.of(target == null ? Value.arena(n.name(), t.spec()) : variable(target));
            out.add(o);
            if (target == null) {
                operands.put(t, o);
            }
        }
        Lowering.Maker maker = fast ? Simplifier.lower(n) : null;
        if (maker == null && fast) {
            maker = EltwiseTask.maker(n);
        }
        add(maker != null ? maker.make(in, out) : new ReferenceTask(n, in, out));
    }

    /** Loops and branches say themselves where their results lie. */
    private void control(OpNode n) {
        List<Operand> in = new ArrayList<>();
        for (Tensor t : n.inputs()) {
            in.add(operand(t));
        }
        ControlTask t = ControlTask.of(n, in, new Body.Mode(fast, !merge));
        for (int i = 0; i < n.outputs().size(); i++) {
            operands.put(n.outputs().get(i), t.outputs().get(i));
        }
        add(t);
    }

    private void add(Task t) {
        tasks.add(t);
        for (Operand o : t.inputs()) {
            o.value().readers().add(t);
        }
        for (Operand o : t.outputs()) {
            if (o.value().place() != Value.Place.VARIABLE) {
                o.value().producedBy(t);
            }
        }
    }

    private Operand operand(Tensor t) {
        Tensor c = t.canonical();
        Operand o = operands.get(c);
        if (o == null) {
            if (!(c.node() instanceof OpNode view) || !view.op().isView()) {
                throw new IllegalStateException("No operand for " + t + ".");
            }
            o = Fused.view(view, operand(view.inputs().get(0)));
            operands.put(c, o);
        }
        return o;
    }

    private Value variable(Variable v) {
        return variables.computeIfAbsent(v, Value::variable);
    }

    private void write(Variable v, Tensor t) {
        if (written.contains(v) && targets.get(t.canonical()) == v) {
            return;
        }
        Operand from = operand(t);
        Value to = variable(v);
        if (from.value() != to) {
            copy("assign " + v.name(), from, Operand.of(to));
        }
    }

    private Operand result(Tensor t) {
        Operand o = operand(t);
        Value v = o.value();
        if (body) {
            boolean whole = o.offset() == 0 && o.size() == v.size();
            if (v.place() == Value.Place.ARENA && whole && !v.isOutside()) {
                v.toOutside();
                return o;
            }
        } else if (v.place() == Value.Place.ARENA) {
            v.keep();
            return o;
        }
        Operand fresh = Operand.of(Value.arena("result", t.spec()));
        fresh.value().keep();
        if (body) {
            fresh.value().toOutside();
        }
        copy("result", o, fresh);
        return fresh;
    }

    private void copy(String name, Operand from, Operand to) {
        add(new MoveTask(name, from.reshape(to.shape()), to));
    }
}
