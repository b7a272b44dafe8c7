package org.kerata.training;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Network;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Columns;

/** Brings what a user gives into the order of a model's inputs and outputs, and holds it against the model's shapes. */
final class Intake {
    private final String who;
    private final Network network;

    /**
     * Data in the model's order.
     *
     * @param inputs one for each input
     * @param targets one for each output; null where there is none
     * @param weights one for each output; null where there is none
     */
    record Sorted(List<Tensor> inputs, List<@Nullable Tensor> targets, List<@Nullable Tensor> weights) {
        /** Shapes of the targets. */
        List<@Nullable Shape> targetShapes() {
            List<@Nullable Shape> out = new ArrayList<>();
            for (Tensor t : targets) {
                out.add(t == null ? null : t.shape());
            }
            return out;
        }

        /** All tensors in the order of a layout. */
        List<Tensor> flat(Layout layout) {
            Tensor[] out = new Tensor[layout.columns().size()];
            for (int i = 0; i < layout.inputs(); i++) {
                out[i] = inputs.get(i);
            }
            for (int i = 0; i < targets.size(); i++) {
                place(out, layout.targets().get(i), targets.get(i));
                place(out, layout.weights().get(i), weights.get(i));
            }
            return List.of(out);
        }

        private static void place(Tensor[] out, int at, @Nullable Tensor t) {
            if (at >= 0) {
                if (t == null) {
                    throw new ShapeException("A batch lacks what the first one had.");
                }
                out[at] = t;
            }
        }
    }

    Intake(String who, Network network) {
        this.who = who;
        this.network = network;
    }

    /** The inputs in the model's order. */
    List<Tensor> inputs(Columns x) {
        List<String> names = network.inputNames();
        if (names.isEmpty()) {
            return x.tensors();
        }
        List<Tensor> out = new ArrayList<>();
        for (Tensor t : x.inOrder(who, "input", names, new LinkedHashSet<>(names))) {
            if (t == null) {
                throw new IllegalStateException();
            }
            out.add(t);
        }
        return out;
    }

    /** Makes the weights of a model that learns its shapes from the data. */
    void build(List<Tensor> inputs) {
        if (!network.isBuilt()) {
            List<Spec> specs = new ArrayList<>();
            for (Tensor t : inputs) {
                requireSamples(t, "x");
                // Integers are cast by the layers that need real numbers; a model without a declared input takes them
                // as they are.
                specs.add(new Spec(
                        t.dtype() == DType.FLOAT64 ? DType.FLOAT32 : t.dtype(),
                        t.shape().with(0, Shape.UNKNOWN)));
            }
            network.buildOn(specs);
        }
    }

    private void requireSamples(Tensor t, String what) {
        if (t.rank() == 0) {
            throw new ShapeException(who + ": " + what + " must be (samples, …). Received: a single number.");
        }
    }

    /** Inputs, targets and weights in the model's order; the model must be built. */
    Sorted sort(Batch b, Set<Integer> withTarget) {
        List<String> outputs = network.outputNames();
        Set<String> needed = new LinkedHashSet<>();
        withTarget.forEach(i -> needed.add(outputs.get(i)));
        Columns y = b.targets();
        if (y == null && !withTarget.isEmpty()) {
            throw new ConfigException(who + ": there are no targets, but the losses or metrics of "
                    + String.join(", ", needed) + " need them. Give y.");
        }
        List<@Nullable Tensor> targets = new ArrayList<>();
        List<@Nullable Tensor> given = y == null ? List.of() : y.inOrder(who, "output", outputs, needed);
        for (int i = 0; i < outputs.size(); i++) {
            targets.add(withTarget.contains(i) ? given.get(i) : null);
        }
        return new Sorted(inputs(b.inputs()), targets, weights(b.weights(), outputs, withTarget));
    }

    private List<@Nullable Tensor> weights(@Nullable Columns w, List<String> outputs, Set<Integer> withTarget) {
        List<@Nullable Tensor> out = new ArrayList<>();
        boolean forAll = w != null && w.names() == null && w.tensors().size() == 1;
        List<@Nullable Tensor> given = w == null || forAll ? List.of() : w.inOrder(who, "output", outputs, Set.of());
        for (int i = 0; i < outputs.size(); i++) {
            Tensor t = w == null ? null : forAll ? w.tensors().get(0) : given.get(i);
            out.add(withTarget.contains(i) ? t : null);
        }
        return out;
    }

    /** The arguments that a step on data like this has. */
    Layout layout(Sorted s, Objective objective) {
        List<Layout.Column> columns = new ArrayList<>();
        inputColumns(s.inputs, columns);
        List<Integer> targets = new ArrayList<>();
        List<Integer> weights = new ArrayList<>();
        List<String> names = network.outputNames();
        List<Spec> specs = network.outputSpecs();
        for (int i = 0; i < names.size(); i++) {
            Tensor t = s.targets.get(i);
            targets.add(t == null ? -1 : columns.size());
            if (t != null) {
                columns.add(target(names.get(i), t, specs.get(i).shape(), objective.item(i)));
            }
        }
        Map<Tensor, Integer> shared = new IdentityHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            Tensor w = s.weights.get(i);
            Integer before = w == null ? Integer.valueOf(-1) : shared.get(w);
            weights.add(before == null ? columns.size() : before);
            if (w != null && before == null) {
                shared.put(w, columns.size());
                requireSamples(w, "sampleWeight");
                String title = names.size() == 1 ? "sampleWeight" : "the sample weights of \"" + names.get(i) + "\"";
                columns.add(new Layout.Column(title, DType.FLOAT32, row(w), 0, null));
            }
        }
        return new Layout(List.copyOf(columns), s.inputs.size(), List.copyOf(targets), List.copyOf(weights));
    }

    /** The arguments of a prediction. */
    Layout layout(List<Tensor> inputs) {
        List<Layout.Column> columns = new ArrayList<>();
        inputColumns(inputs, columns);
        return new Layout(List.copyOf(columns), inputs.size(), List.of(), List.of());
    }

    private void inputColumns(List<Tensor> inputs, List<Layout.Column> columns) {
        List<String> names = network.inputNames();
        List<Spec> specs = network.inputSpecs();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor t = inputs.get(i);
            String title = "the input \"" + (i < names.size() ? names.get(i) : "x") + "\"";
            requireSamples(t, title);
            Spec expected = i < specs.size() ? specs.get(i) : t.spec();
            requireInput(title, t.shape(), expected.shape());
            columns.add(new Layout.Column(title, expected.dtype(), row(t), 0, null));
        }
    }

    /** An axis of length 1 at the end may be more or less. */
    private void requireInput(String title, Shape given, Shape expected) {
        Shape open = given.with(0, Shape.UNKNOWN);
        boolean fits = open.matches(expected)
                || (given.rank() == expected.rank() + 1
                        && given.last() == 1
                        && open.slice(0, given.rank() - 1).matches(expected))
                || (given.rank() == expected.rank() - 1
                        && expected.last() == 1
                        && open.append(1).matches(expected));
        if (!fits) {
            boolean flat = expected.rank() == 2
                    && given.rank() > 2
                    && expected.last()
                            == IntStream.range(1, given.rank())
                                    .mapToLong(given::dim)
                                    .reduce(1, (a, b) -> a * b);
            throw new ShapeException(who + ": " + title + " must have shape " + expected + ". Received: " + given + "."
                    + (flat ? " Put a Flatten before it, or reshape the data." : ""));
        }
    }

    private Layout.Column target(String output, Tensor t, Shape prediction, Objective.@Nullable Item item) {
        String title = "the target of \"" + output + "\"";
        requireSamples(t, title);
        if (item != null && item.loss().takesLabels()) {
            long classes = item.loss().classes(prediction);
            int most = classes == Shape.UNKNOWN ? Integer.MAX_VALUE : Math.toIntExact(classes);
            return new Layout.Column(
                    title, DType.INT32, row(t), most, item.loss().ignoredLabel());
        }
        return new Layout.Column(title, t.dtype().isFloating() ? DType.FLOAT32 : DType.INT32, row(t), 0, null);
    }

    private static Shape row(Tensor t) {
        return t.shape().slice(1, t.rank());
    }

    /** How many samples there are: equally many in all tensors, and at least one. */
    int samples(Layout layout, List<Tensor> flat) {
        int n = -1;
        for (int i = 0; i < flat.size(); i++) {
            int rows = flat.get(i).shape().intDim(0);
            if (n >= 0 && rows != n) {
                throw new ShapeException(
                        who + ": inputs, targets and weights must have equally many samples. Received: "
                                + layout.columns().get(0).title() + " with " + n + " and "
                                + layout.columns().get(i).title() + " with " + rows
                                + ".");
            }
            n = rows;
        }
        if (n == 0) {
            throw new ShapeException(
                    who + ": there is no data: " + layout.columns().get(0).title() + " has 0 samples.");
        }
        return n;
    }

    /** Fails unless the model has weights. */
    void requireBuilt() {
        if (!network.isBuilt()) {
            throw new KerataException(
                    who + ": the model \"" + network.name()
                            + "\" has no weights yet. Put an Input in front, call build with the input's shape, or fit it first.");
        }
    }
}
