package org.kerata.autodiff.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Placeholder;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.graph.Subgraph;

/**
 * The gradients of loops and branches, which are loops and branches themselves. What the backward loop needs of the forward one is stacked
 * by a second forward loop over the same body with more outputs; the compiler makes the two loops one.
 */
final class ControlGradients {
    private ControlGradients() {}

    /** The gradients of a loop's inputs. */
    static List<@Nullable Tensor> ofLoop(Adjoint<Control.Loop> at) {
        return new Reverse(at).gradients();
    }

    private static Tensor argument(String name, Spec spec) {
        return new Placeholder(name, spec).output();
    }

    private static Tensor zeros(Spec s) {
        return Ops.full(s.shape(), 0, s.dtype());
    }

    /** The way back through one loop. */
    private static final class Reverse {
        private final Adjoint<Control.Loop> at;
        private final Control.Loop loop;
        private final Subgraph body;
        private final int carries;
        private final int scanned;
        private final List<Tensor> parameters;
        private final List<Tensor> targets;
        /** What arrives at the carries of a step, of which a gradient comes at all. */
        private final @Nullable Tensor[] arriving;
        /** What arrives at the outputs of a step. */
        private final @Nullable Tensor[] atOutputs;

        Reverse(Adjoint<Control.Loop> at) {
            this.at = at;
            this.loop = at.attributes();
            this.body = loop.bodyFor(at.inputs().stream().map(Tensor::spec).toList());
            this.carries = loop.carries();
            this.scanned = loop.scanned();
            this.parameters = body.parameters();
            this.targets =
                    parameters.stream().filter(t -> t.dtype().isFloating()).toList();
            this.arriving = new Tensor[carries];
            this.atOutputs = new Tensor[loop.outputs()];
            for (int i = 0; i < carries; i++) {
                if (at.dy(i) != null && isReal(i)) {
                    arriving[i] = argument("gradient", parameters.get(i).spec());
                }
            }
            for (int k = 0; k < atOutputs.length; k++) {
                Tensor y = body.outputs().get(carries + k);
                if (at.dy(carries + k) != null && y.dtype().isFloating()) {
                    atOutputs[k] = argument("gradient", y.spec());
                }
            }
        }

        private boolean isReal(int parameter) {
            return parameters.get(parameter).dtype().isFloating();
        }

        List<@Nullable Tensor> gradients() {
            Map<Tensor, Tensor> step = step();
            List<Tensor> own = new ArrayList<>();
            List<Tensor> results = new ArrayList<>();
            List<Tensor> begin = new ArrayList<>();
            List<Tensor> xs = new ArrayList<>();
            List<Integer> carryOf = new ArrayList<>();
            for (int i = 0; i < carries; i++) {
                Tensor a = arriving[i];
                if (a != null) {
                    Tensor dy = at.dy(i);
                    own.add(a);
                    begin.add(dy != null ? dy : zeros(at.in(i).spec()));
                    results.add(step.getOrDefault(parameters.get(i), zeros(a.spec())));
                    carryOf.add(i);
                }
            }
            for (int i = carries + scanned; i < parameters.size(); i++) {
                Tensor g = step.get(parameters.get(i));
                if (g != null) {
                    Tensor sum = argument("sum", parameters.get(i).spec());
                    own.add(sum);
                    begin.add(zeros(at.in(i).spec()));
                    results.add(sum.plus(g));
                    carryOf.add(i);
                }
            }
            int gradientCarries = own.size();
            for (int k = 0; k < atOutputs.length; k++) {
                Tensor a = atOutputs[k];
                Tensor dy = at.dy(carries + k);
                if (a != null && dy != null) {
                    own.add(a);
                    xs.add(dy);
                }
            }
            List<Integer> outputOf = new ArrayList<>();
            for (int i = carries; i < carries + scanned; i++) {
                Tensor g = step.get(parameters.get(i));
                if (g != null) {
                    results.add(g);
                    outputOf.add(i);
                }
            }
            @Nullable Tensor[] out = new Tensor[parameters.size()];
            if (!results.isEmpty()) {
                List<Tensor> found = backward(own, results, gradientCarries, begin, xs);
                for (int i = 0; i < gradientCarries; i++) {
                    out[carryOf.get(i)] = found.get(i);
                }
                for (int i = 0; i < outputOf.size(); i++) {
                    out[outputOf.get(i)] = found.get(gradientCarries + i);
                }
            }
            return Rules.grads(out);
        }

        /** The gradients of a step's real parameters; those of carries decide which carries have any. */
        private Map<Tensor, Tensor> step() {
            while (true) {
                List<Tensor> ys = new ArrayList<>();
                List<Tensor> dys = new ArrayList<>();
                for (int i = 0; i < body.outputs().size(); i++) {
                    Tensor a = i < carries ? arriving[i] : atOutputs[i - carries];
                    if (a != null) {
                        ys.add(body.outputs().get(i));
                        dys.add(a);
                    }
                }
                List<@Nullable Tensor> found = Gradients.connected(ys, dys, targets);
                Map<Tensor, Tensor> step = new IdentityHashMap<>();
                for (int i = 0; i < found.size(); i++) {
                    Tensor g = found.get(i);
                    if (g != null) {
                        step.put(targets.get(i), g);
                    }
                }
                boolean more = false;
                for (int i = 0; i < carries; i++) {
                    if (arriving[i] == null && step.containsKey(parameters.get(i))) {
                        arriving[i] = argument("gradient", parameters.get(i).spec());
                        more = true;
                    }
                }
                if (!more) {
                    return step;
                }
            }
        }

        /** The backward loop: cut off from the forward step, whose values it is given. */
        private List<Tensor> backward(
                List<Tensor> own, List<Tensor> results, int gradientCarries, List<Tensor> begin, List<Tensor> xs) {
            Set<Node> forward = Collections.newSetFromMap(new IdentityHashMap<>());
            forward.addAll(body.order());
            parameters.forEach(t -> forward.add(t.node()));
            Subgraph.Cut cut = Subgraph.cut(own, results, t -> forward.contains(t.node()) && !isCheap(t.node()));
            List<Tensor> stacked = new ArrayList<>();
            for (Tensor t : cut.captured()) {
                if (parameters.indexOf(t) < 0 || parameters.indexOf(t) < carries) {
                    stacked.add(t);
                }
            }
            List<Tensor> stacks = stacked.isEmpty() ? List.of() : stacks(stacked);
            List<Tensor> fromStep = new ArrayList<>();
            List<Tensor> fromOutside = new ArrayList<>();
            List<Tensor> captured = new ArrayList<>();
            List<Tensor> inputs = new ArrayList<>(begin);
            inputs.addAll(xs);
            for (int i = 0; i < cut.captured().size(); i++) {
                Tensor p = cut.graph().parameters().get(own.size() + i);
                int index = parameters.indexOf(cut.captured().get(i));
                if (index >= carries + scanned) {
                    fromOutside.add(p);
                    captured.add(at.in(index));
                } else {
                    fromStep.add(p);
                    inputs.add(
                            index >= carries
                                    ? at.in(index)
                                    : stacks.get(stacked.indexOf(cut.captured().get(i))));
                }
            }
            inputs.addAll(captured);
            List<Tensor> order = new ArrayList<>(own);
            order.addAll(fromStep);
            order.addAll(fromOutside);
            long length = loop.lengthFor(at.inputs().stream().map(Tensor::spec).toList());
            return Control.SCAN.apply(
                    new Control.Loop(
                            Subgraph.of(order, cut.graph().outputs()),
                            gradientCarries,
                            xs.size() + fromStep.size(),
                            length,
                            !loop.reverse()),
                    inputs);
        }

        /** Values of the forward steps, stacked. */
        private List<Tensor> stacks(List<Tensor> of) {
            List<Tensor> outputs = new ArrayList<>(body.outputs());
            outputs.addAll(of);
            List<Tensor> all = Control.SCAN.apply(
                    new Control.Loop(body.withOutputs(outputs), carries, scanned, loop.length(), loop.reverse()),
                    at.inputs());
            return all.subList(body.outputs().size(), all.size());
        }
    }

    /** Whether computing a value anew costs no more than keeping it: other views of a value, stretched ones, truth values. */
    private static boolean isCheap(Node n) {
        if (!(n instanceof OpNode op)) {
            return n.inputs().isEmpty() && !(n instanceof Placeholder);
        }
        Op<?> o = op.op();
        return o.isView()
                || o == Shaping.EXPAND_DIMS
                || o == Shaping.SQUEEZE
                || o == Shaping.FLATTEN
                || o == Shaping.BROADCAST_TO
                || (o.pointwise() != null && op.output().dtype() == DType.BOOL);
    }

    /** The gradients of a choice's inputs: the same choice between the gradients of the branches, which are computed anew. */
    static List<@Nullable Tensor> ofChoice(Adjoint<Control.Branches> at) {
        List<Tensor> captured = at.inputs().subList(1, at.inputs().size());
        List<Spec> specs = captured.stream().map(Tensor::spec).toList();
        Back yes = Back.of(at.attributes().whenTrue().at(specs), at.dys());
        Back no = Back.of(at.attributes().whenFalse().at(specs), at.dys());
        List<Integer> reached = new ArrayList<>();
        for (int i = 0; i < captured.size(); i++) {
            if (yes.gradients.get(i) != null || no.gradients.get(i) != null) {
                reached.add(i);
            }
        }
        @Nullable Tensor[] out = new Tensor[at.inputs().size()];
        if (!reached.isEmpty()) {
            List<Tensor> inputs = new ArrayList<>(at.inputs());
            for (Tensor dy : at.dys()) {
                if (dy != null) {
                    inputs.add(dy);
                }
            }
            List<Tensor> found =
                    Control.COND.apply(new Control.Branches(yes.graph(reached), no.graph(reached)), inputs);
            for (int i = 0; i < reached.size(); i++) {
                out[reached.get(i) + 1] = found.get(i);
            }
        }
        return Rules.grads(out);
    }

    /** The way back through one branch: from its inputs and what arrives at its results the gradients of its inputs. */
    private record Back(List<Tensor> parameters, List<@Nullable Tensor> gradients) {
        static Back of(Subgraph branch, List<@Nullable Tensor> arriving) {
            List<Tensor> all = new ArrayList<>(branch.parameters());
            List<Tensor> ys = new ArrayList<>();
            List<Tensor> dys = new ArrayList<>();
            for (int i = 0; i < arriving.size(); i++) {
                Tensor dy = arriving.get(i);
                if (dy != null) {
                    Tensor a = argument("gradient", dy.spec());
                    all.add(a);
                    ys.add(branch.outputs().get(i));
                    dys.add(a);
                }
            }
            List<@Nullable Tensor> found = Gradients.connected(ys, dys, branch.parameters());
            List<@Nullable Tensor> real = new ArrayList<>();
            for (int i = 0; i < found.size(); i++) {
                real.add(branch.parameters().get(i).dtype().isFloating() ? found.get(i) : null);
            }
            return new Back(all, real);
        }

        Subgraph graph(List<Integer> reached) {
            List<Tensor> outputs = new ArrayList<>();
            for (int i : reached) {
                Tensor g = gradients.get(i);
                outputs.add(g != null ? g : zeros(parameters.get(i).spec()));
            }
            return Subgraph.of(parameters, outputs);
        }
    }
}
