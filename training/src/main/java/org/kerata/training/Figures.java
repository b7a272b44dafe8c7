package org.kerata.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;
import org.kerata.training.metrics.Metric;
import org.kerata.training.metrics.Metrics;

/** Which metrics each output has, under which names they stand in logs, and their update by a batch. */
final class Figures {
    private final List<Item> items;

    /**
     * A metric of an output.
     *
     * @param output the output's index
     * @param metric the metric
     * @param weighted whether sample weights count
     * @param label its name in logs
     */
    record Item(int output, Metric metric, boolean weighted, String label) {}

    private Figures(List<Item> items) {
        this.items = items;
    }

    /** Settles which metric belongs to which output. */
    static Figures of(Compile c, List<String> outputs, List<Spec> specs, List<@Nullable Shape> targets) {
        List<Item> items = new ArrayList<>();
        Map<String, Integer> used = new HashMap<>();
        for (boolean weighted : new boolean[] {false, true}) {
            List<List<Object>> perOutput = byOutput(weighted ? c.weightedMetrics() : c.metrics(), outputs, weighted);
            for (int i = 0; i < outputs.size(); i++) {
                for (Object what : perOutput.get(i)) {
                    Metric m = what instanceof Metric given
                            ? given
                            : named((String) what, specs.get(i).shape(), targets.get(i));
                    items.add(new Item(i, m, weighted, label(m.name(), outputs, i, weighted, used)));
                }
            }
        }
        return new Figures(List.copyOf(items));
    }

    /** Whether an output has metrics, as far as names tell. */
    static boolean isGiven(Compile c, List<String> outputs, int output) {
        return !byOutput(c.metrics(), outputs, false).get(output).isEmpty()
                || !byOutput(c.weightedMetrics(), outputs, true).get(output).isEmpty();
    }

    private static List<List<Object>> byOutput(List<Compile.Watched> given, List<String> outputs, boolean weighted) {
        List<List<Object>> out = new ArrayList<>();
        outputs.forEach(o -> out.add(new ArrayList<>()));
        for (Compile.Watched w : given) {
            String first = w.first();
            if (first != null && !w.items().isEmpty() && outputs.contains(first)) {
                out.get(outputs.indexOf(first)).addAll(w.items());
                continue;
            }
            if (first != null && !w.items().isEmpty() && w.items().get(0) instanceof Metric) {
                Objective.requireOutput(weighted ? "weightedMetrics" : "metrics", first, outputs);
            }
            List<Object> all = new ArrayList<>();
            if (first != null) {
                all.add(first);
            }
            all.addAll(w.items());
            spread(all, outputs, out, weighted);
        }
        return out;
    }

    private static void spread(List<Object> all, List<String> outputs, List<List<Object>> out, boolean weighted) {
        String what = weighted ? "weightedMetrics" : "metrics";
        if (outputs.size() == 1) {
            for (Object m : all) {
                requireKnown(m);
            }
            out.get(0).addAll(all);
            return;
        }
        if (all.size() != outputs.size()) {
            if (all.get(0) instanceof String first && !isKnown(first)) {
                Objective.requireOutput(what, first, outputs);
            }
            throw new ConfigException("compile: " + what + ": the model has " + outputs.size() + " outputs ("
                    + String.join(", ", outputs) + "), so each metric needs one: " + what + "(\"" + outputs.get(0)
                    + "\", …). Received: " + all.size() + " for no output.");
        }
        for (int i = 0; i < all.size(); i++) {
            requireKnown(all.get(i));
            out.get(i).add(all.get(i));
        }
    }

    private static boolean isKnown(String name) {
        return Compile.isAccuracy(name) || Metrics.NAMES.knows(name);
    }

    private static void requireKnown(Object metric) {
        if (metric instanceof String name && !isKnown(name)) {
            Metrics.NAMES.make(name);
        }
    }

    private static Metric named(String name, Shape prediction, @Nullable Shape target) {
        String full =
                Compile.isAccuracy(name) ? Resolution.of(prediction, target).accuracy() : name;
        return Metrics.NAMES.make(full).name(name);
    }

    /** Keras's way to tell equal names apart. */
    private static String label(
            String metric, List<String> outputs, int output, boolean weighted, Map<String, Integer> used) {
        String prefix = outputs.size() > 1 ? outputs.get(output) + "_" : "";
        String name = prefix + metric;
        if (used.containsKey(name) && weighted) {
            name = prefix + "weighted_" + metric;
        }
        Integer before = used.merge(name, 1, Integer::sum);
        return before == 1 ? name : name + "_" + (before - 1);
    }

    List<Item> items() {
        return items;
    }

    /** Adds a batch to all metrics; targets and weights by output, null where there is none. */
    void update(List<Tensor> outputs, List<@Nullable Tensor> targets, Map<Integer, Tensor> weights, Call call) {
        for (Item i : items) {
            Tensor p = outputs.get(i.output);
            Tensor y = targets.get(i.output);
            if (y == null) {
                throw new KerataException("The metric \"" + i.label + "\" has no target.");
            }
            try {
                i.metric.updateState(y, p, i.weighted ? weights.get(i.output) : null, call.maskOf(p));
            } catch (ShapeException e) {
                ShapeException located = new ShapeException("Metric \"" + i.label + "\": " + e.getMessage());
                located.initCause(e);
                throw located;
            }
        }
    }

    /** The figures so far. */
    List<Tensor> values() {
        return items.stream().map(i -> i.metric.value()).toList();
    }

    /** Sets all metrics back. */
    void reset() {
        items.forEach(i -> i.metric.reset());
    }
}
