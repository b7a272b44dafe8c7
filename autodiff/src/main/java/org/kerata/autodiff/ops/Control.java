package org.kerata.autodiff.ops;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.graph.Subgraph;

/** Loops and branches: ops whose settings are graphs. The compiler makes tasks of their bodies, so they have no kernels of their own. */
public final class Control {
    private Control() {}

    /**
     * A loop of a known number of steps. The op's inputs are what the carry begins with, the tensors that are scanned, and what the body
     * takes from outside; its outputs are the last carry and the stacked outputs of the steps.
     *
     * @param body one step: from carry, parts of the scanned tensors and captured tensors the new carry and the outputs
     * @param carries how many tensors are handed from step to step
     * @param scanned how many tensors are scanned
     * @param length the number of steps; unknown while the scanned tensors' first axis is
     * @param reverse whether the last part of the scanned tensors comes first; outputs lie where the parts do
     */
    public record Loop(Subgraph body, int carries, int scanned, long length, boolean reverse) {
        /** How many outputs each step has. */
        public int outputs() {
            return body.outputs().size() - carries;
        }

        /** The body for inputs of these types and shapes. */
        public Subgraph bodyFor(List<Spec> inputs) {
            List<Spec> step = new ArrayList<>(inputs);
            for (int i = carries; i < carries + scanned; i++) {
                step.set(i, part(inputs.get(i)));
            }
            return body.at(step);
        }

        /** The number of steps for inputs of these types and shapes. */
        public long lengthFor(List<Spec> inputs) {
            return length != Shape.UNKNOWN || scanned == 0
                    ? length
                    : inputs.get(carries).shape().dim(0);
        }
    }

    /** What one step gets of a scanned tensor. */
    public static Spec part(Spec scanned) {
        return scanned.with(scanned.shape().without(0));
    }

    /** A loop. */
    public static final Op<Loop> SCAN = Op.<Loop>named("scan")
            .shapes(Control::scanned)
            .gradient(ControlGradients::ofLoop)
            .build();

    private static List<Spec> scanned(List<Spec> in, Loop a) {
        List<Spec> results = a.bodyFor(in).outputs().stream().map(t -> t.spec()).toList();
        List<Spec> out = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Spec s = results.get(i);
            if (i >= a.carries) {
                out.add(s.with(s.shape().prepend(a.lengthFor(in))));
                continue;
            }
            Spec before = in.get(i);
            if (s.dtype() != before.dtype() || !s.shape().matches(before.shape())) {
                throw new ShapeException("Carry " + i + " must keep its type and shape from step to step. Expected: "
                        + before + ", as it begins. Received from the body: " + s + ".");
            }
            out.add(before);
        }
        return out;
    }

    /**
     * A choice between two graphs, whose inputs are those of the op without the predicate.
     *
     * @param whenTrue computed if the predicate is true
     * @param whenFalse computed otherwise; has the same inputs, and outputs of the same types and shapes
     */
    public record Branches(Subgraph whenTrue, Subgraph whenFalse) {}

    /** A choice: the predicate, a single truth value, and what the branches take from outside. */
    public static final Op<Branches> COND = Op.<Branches>named("cond")
            .shapes(Control::chosen)
            .gradient(ControlGradients::ofChoice)
            .build();

    private static List<Spec> chosen(List<Spec> in, Branches a) {
        List<Spec> rest = in.subList(1, in.size());
        List<Spec> yes =
                a.whenTrue.at(rest).outputs().stream().map(t -> t.spec()).toList();
        List<Spec> no =
                a.whenFalse.at(rest).outputs().stream().map(t -> t.spec()).toList();
        if (yes.size() != no.size()) {
            throw new ShapeException("Both branches must have equally many results. Received: " + yes.size()
                    + " when true and " + no.size() + " when false.");
        }
        for (int i = 0; i < yes.size(); i++) {
            Spec y = yes.get(i);
            Spec n = no.get(i);
            if (y.dtype() != n.dtype() || !y.shape().matches(n.shape())) {
                throw new ShapeException("Both branches must give the same types and shapes. Received for result " + i
                        + ": " + y + " when true and " + n + " when false.");
            }
        }
        return yes;
    }
}
