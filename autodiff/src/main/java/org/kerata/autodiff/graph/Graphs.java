package org.kerata.autodiff.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.kerata.autodiff.Tensor;

/** Walks over graphs, without recursion: a graph may be thousands of nodes deep. */
public final class Graphs {
    private Graphs() {}

    /** All nodes behind the tensors, each after those that it reads. */
    public static List<Node> topological(Collection<Tensor> roots) {
        List<Node> order = new ArrayList<>();
        Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Node> stack = new ArrayDeque<>();
        for (Tensor root : roots) {
            stack.push(root.node());
            while (!stack.isEmpty()) {
                Node n = stack.peek();
                if (done.contains(n)) {
                    stack.pop();
                } else if (open.add(n)) {
                    List<Tensor> in = n.inputs();
                    for (int i = in.size() - 1; i >= 0; i--) {
                        Node source = in.get(i).node();
                        if (!done.contains(source)) {
                            stack.push(source);
                        }
                    }
                } else {
                    stack.pop();
                    done.add(n);
                    order.add(n);
                }
            }
        }
        return order;
    }
}
