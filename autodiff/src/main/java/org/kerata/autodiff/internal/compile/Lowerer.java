package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
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
    private final List<Task> tasks = new ArrayList<>();
    private final List<Value> arguments = new ArrayList<>();
    private final List<Operand> outputs = new ArrayList<>();
    private final List<Variable> reads = new ArrayList<>();
    private final Map<Tensor, Operand> operands = new IdentityHashMap<>();
    private final Map<Variable, Value> variables = new IdentityHashMap<>();

    Lowerer(Traced t, boolean fast) {
        this.fast = fast;
        for (Tensor a : t.arguments()) {
            Value v = Value.argument(a.node().name(), a.spec());
            arguments.add(v);
            operands.put(a, Operand.of(v));
        }
        for (Node n : Graphs.topological(t.roots())) {
            lower(n);
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

    private void lower(Node n) {
        if (n instanceof Constant c) {
            operands.put(n.output(), Operand.of(Value.constant(c.value())));
        } else if (n instanceof Read r) {
            operands.put(n.output(), Operand.of(variable(r.variable())));
            reads.add(r.variable());
        } else if (n instanceof Placeholder p) {
            if (!operands.containsKey(p.output())) {
                throw new IllegalStateException("The argument \"" + p.name() + "\" of another trace was used.");
            }
        } else {
            lower((OpNode) n);
        }
    }

    private void lower(OpNode n) {
        List<Operand> in = new ArrayList<>();
        for (Tensor t : n.inputs()) {
            in.add(operand(t));
        }
        if (n.op().isView()) {
            operands.put(n.output(), in.get(0).reshape(n.output().shape()));
            return;
        }
        List<Operand> out = new ArrayList<>();
        for (Tensor t : n.outputs()) {
            Operand o = Operand.of(Value.arena(n.name(), t.spec()));
            out.add(o);
            operands.put(t, o);
        }
        Lowering.Maker maker = fast ? Simplifier.lower(n) : null;
        add(maker != null ? maker.make(in, out) : new ReferenceTask(n, in, out));
    }

    private void add(Task t) {
        tasks.add(t);
        for (Operand o : t.inputs()) {
            o.value().readers().add(t);
        }
        for (Operand o : t.outputs()) {
            o.value().producedBy(t);
        }
    }

    private Operand operand(Tensor t) {
        Operand o = operands.get(t.canonical());
        if (o == null) {
            throw new IllegalStateException("No operand for " + t + ".");
        }
        return o;
    }

    private Value variable(Variable v) {
        return variables.computeIfAbsent(v, Value::variable);
    }

    private void write(Variable v, Tensor t) {
        Operand from = operand(t);
        Value to = variable(v);
        if (from.value() == to) {
            return;
        }
        tasks.add(copy(v.name(), from, Operand.of(to)));
    }

    private Operand result(Tensor t) {
        Operand o = operand(t);
        Value v = o.value();
        if (v.place() == Value.Place.ARENA) {
            v.keep();
            return o;
        }
        Operand fresh = Operand.of(Value.arena("result", t.spec()));
        fresh.value().keep();
        Task copy = copy("result", o, fresh);
        fresh.value().producedBy(copy);
        tasks.add(copy);
        return fresh;
    }

    private static Task copy(String name, Operand from, Operand to) {
        MoveTask copy = new MoveTask("assign " + name, from, to);
        from.value().readers().add(copy);
        return copy;
    }
}
