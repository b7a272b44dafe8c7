package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Graphs;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.harness.OpCase;

class CatalogueTest {
    @Test
    void namesAreUnique() {
        Set<String> names = new HashSet<>();
        Catalogue.ops()
                .forEach((constant, op) ->
                        assertTrue(names.add(op.name()), constant + ": there is another op named " + op.name()));
    }

    @Test
    void everyOpCanBeComputed() {
        Catalogue.ops()
                .forEach((constant, op) -> assertTrue(
                        op.definition() != null
                                || op.reference() != null
                                || op.pointwise() != null
                                || op.isView()
                                || isControl(op),
                        constant + " has neither a kernel nor a definition"));
    }

    /** The compiler makes tasks of their bodies. */
    private static boolean isControl(Op<?> op) {
        return op == Control.SCAN || op == Control.COND;
    }

    @Test
    void everyOpHasAGradientRuleOrADefinition() {
        Set<String> missing = new TreeSet<>();
        Catalogue.ops().forEach((constant, op) -> {
            if (op.gradient() == null && op.definition() == null) {
                missing.add(constant);
            }
        });
        assertEquals(Set.of(), missing);
    }

    @Test
    void whatIsDefinedByOthersHasNoKernelThatNobodyReaches() {
        Catalogue.ops().forEach((constant, op) -> {
            if (op.definition() != null) {
                assertNull(
                        op.reference(), constant + " has a definition, which is used instead of its portable kernel");
            }
        });
    }

    /** Forward, backward and in definitions: whoever adds an op adds a case that meets it. */
    @Test
    void everyOpIsMetByACase() {
        Set<Op<?>> met = new HashSet<>();
        Catalogue.cases().forEach(c -> collect(c, met));
        Set<String> missing = new TreeSet<>();
        for (Map.Entry<String, Op<?>> e : Catalogue.ops().entrySet()) {
            if (!met.contains(e.getValue())) {
                missing.add(e.getKey());
            }
        }
        // These have tests of their own: gradients stop here; a tensor's shape is not known.
        missing.removeAll(Set.of("Arithmetic.STOP_GRADIENT", "Shaping.FULL_LIKE"));
        assertEquals(Set.of(), missing);
    }

    @SuppressWarnings("unchecked")
    private static void collect(OpCase c, Set<Op<?>> met) {
        List<Tensor> roots = new ArrayList<>(c.function().of(c.inputs()));
        List<Tensor> real =
                c.inputs().stream().filter(t -> t.dtype().isFloating()).toList();
        for (Tensor y : List.copyOf(roots)) {
            if (y.dtype().isFloating() && !real.isEmpty()) {
                for (Tensor g : Gradients.connected(y, Ops.onesLike(y), real)) {
                    if (g != null) {
                        roots.add(g);
                        if (c.skipped().contains(OpCase.Check.DIFFERENCES)) {
                            continue; // there may be no second derivative
                        }
                        Gradients.connected(g, Ops.onesLike(g), real).forEach(gg -> {
                            if (gg != null) {
                                roots.add(gg);
                            }
                        });
                    }
                }
            }
        }
        Deque<Node> open = new ArrayDeque<>(Graphs.topological(roots));
        while (!open.isEmpty()) {
            if (open.pop() instanceof OpNode n && met.add(n.op()) && n.op().definition() != null) {
                Op.Definition<Object> d = ((Op<Object>) n.op()).definition();
                open.addAll(Graphs.topological(d.outputs(n.inputs(), n.attributes())));
            }
        }
    }
}
