package org.kerata.autodiff.internal.compile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.OpNode;

/**
 * Groups nodes that become one task: chains and diamonds of pointwise ops over equally many elements, one pass over memory for all of
 * them. A node joins the group of an input unless the group would then wait for itself.
 */
final class Units {
    /** The nodes of one task, in order. */
    static final class Unit {
        final List<OpNode> nodes = new ArrayList<>();
        final boolean loop;
        int first;
        int last;

        final long size;

        Unit(boolean loop, int index, long size) {
            this.loop = loop;
            this.size = size;
            this.first = index;
            this.last = index;
        }
    }

    private final Map<Node, Unit> of = new IdentityHashMap<>();
    private final Map<Tensor, Unit> readers = new IdentityHashMap<>();

    private final List<Unit> sorted;

    private final boolean group;

    /** Groups the nodes, given in topological order, if they may be grouped at all. */
    Units(List<Node> order, boolean group) {
        this.group = group;
        this.sorted = run(order);
    }

    /** The groups, each after those that it reads. */
    List<Unit> inOrder() {
        return sorted;
    }

    /** Whether the task of a node, which is not in the unit, can run only after the unit. */
    boolean dependsOn(OpNode n, Unit u) {
        Unit own = of.get(n);
        for (OpNode member : own == null ? List.of(n) : own.nodes) {
            for (Tensor t : member.inputs()) {
                if (of.get(source(t)) == u) {
                    return true;
                }
            }
            if (waitsForItself(u, member)) {
                return true;
            }
        }
        return false;
    }

    private List<Unit> run(List<Node> order) {
        Set<Unit> units = new LinkedHashSet<>();
        for (int i = 0; i < order.size(); i++) {
            Node n = order.get(i);
            if (n instanceof OpNode op) {
                boolean loop = LoopTask.accepts(op);
                Unit u = !group ? null : loop ? join(op) : LoopTask.isSum(op) ? maker(op) : null;
                if (u == null) {
                    u = new Unit(loop, i, op.outputs().get(0).size());
                    units.add(u);
                }
                u.nodes.add(op);
                u.last = i;
                of.put(op, u);
                if (u.loop) {
                    for (Tensor t : op.inputs()) {
                        readers.put(t.canonical(), u);
                    }
                }
            }
        }
        return sorted(units);
    }

    /** The group that makes what a sum is taken of. */
    private @Nullable Unit maker(OpNode sum) {
        Unit u = of.get(source(sum.inputs().get(0)));
        return u != null && u.loop && u.size == sum.inputs().get(0).size() ? u : null;
    }

    private @Nullable Unit join(OpNode n) {
        Unit best = null;
        for (Tensor t : n.inputs()) {
            Unit u = of.get(source(t));
            if (u != null
                    && u.loop
                    && (best == null || u.last > best.last)
                    && sameSize(u, n)
                    && !waitsForItself(u, n)) {
                best = u;
            }
        }
        return best != null ? best : sibling(n);
    }

    /** The last group that reads one of the same tensors element by element. */
    private @Nullable Unit sibling(OpNode n) {
        for (Tensor t : n.inputs()) {
            Unit u = t.size() == n.outputs().get(0).size() && t.size() > 1 ? readers.get(t.canonical()) : null;
            if (u != null && sameSize(u, n) && !waitsForItself(u, n)) {
                return u;
            }
        }
        return null;
    }

    /** The node behind a tensor, through views. */
    static Node source(Tensor t) {
        Node n = t.canonical().node();
        while (n instanceof OpNode op && op.op().isView()) {
            n = op.inputs().get(0).canonical().node();
        }
        return n;
    }

    private static boolean sameSize(Unit u, OpNode n) {
        return u.size == n.outputs().get(0).size();
    }

    /** Whether an input of the node from outside of the unit depends on the unit. */
    private boolean waitsForItself(Unit u, OpNode n) {
        Deque<Node> stack = new ArrayDeque<>();
        Set<Object> seen = new LinkedHashSet<>();
        for (Tensor t : n.inputs()) {
            // A sum is there only when the unit has come to its end.
            if (source(t) instanceof OpNode sum && LoopTask.isSum(sum) && of.get(sum) == u) {
                return true;
            }
            push(stack, seen, u, t);
        }
        while (!stack.isEmpty()) {
            Node at = stack.pop();
            Unit mine = of.get(at);
            if (mine == null) {
                for (Tensor t : at.inputs()) {
                    push(stack, seen, u, t);
                }
                continue;
            }
            for (OpNode member : mine.nodes) {
                for (Tensor t : member.inputs()) {
                    Unit other = of.get(source(t));
                    if (other == u) {
                        return true;
                    }
                    if (other != mine) {
                        push(stack, seen, u, t);
                    }
                }
            }
        }
        return false;
    }

    private void push(Deque<Node> stack, Set<Object> seen, Unit target, Tensor t) {
        Node n = source(t);
        Unit mine = of.get(n);
        if (mine == target) {
            return;
        }
        if (seen.add(mine == null ? n : mine)) {
            stack.push(n);
        }
    }

    private List<Unit> sorted(Set<Unit> units) {
        List<Unit> out = new ArrayList<>();
        Set<Unit> done = new LinkedHashSet<>();
        for (Unit root : units) {
            Deque<Unit> stack = new ArrayDeque<>();
            stack.push(root);
            while (!stack.isEmpty()) {
                Unit u = stack.peek();
                if (done.contains(u)) {
                    stack.pop();
                    continue;
                }
                boolean ready = true;
                for (OpNode n : u.nodes) {
                    for (Tensor t : n.inputs()) {
                        Unit from = of.get(source(t));
                        if (from != null && from != u && !done.contains(from)) {
                            stack.push(from);
                            ready = false;
                        }
                    }
                }
                if (ready) {
                    stack.pop();
                    done.add(u);
                    out.add(u);
                }
            }
        }
        return out;
    }
}
