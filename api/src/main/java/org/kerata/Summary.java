package org.kerata;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Node;
import org.kerata.layers.CallGraph;
import org.kerata.layers.CallNode;
import org.kerata.layers.Layer;

/** Options of {@link Model#summary(Summary)}, and the table itself, laid out as Keras does it. */
public final class Summary {
    private int lineLength = 76;
    private boolean expandNested;
    private boolean showTrainable;
    private Consumer<String> printer = System.out::println;

    /** As wide as fits a terminal of 80 columns, printed to standard output. */
    public Summary() {}

    /** How wide the table is, 40 or more; 76 by default. */
    public Summary lineLength(int columns) {
        if (columns < 40) {
            throw new ConfigException("Summary: lineLength must be 40 or more. Received: " + columns + ".");
        }
        this.lineLength = columns;
        return this;
    }

    /** Whether the layers of nested models are shown; false by default. */
    public Summary expandNested(boolean expand) {
        this.expandNested = expand;
        return this;
    }

    /** Whether a column tells which layers are trained; false by default. */
    public Summary showTrainable(boolean show) {
        this.showTrainable = show;
        return this;
    }

    /** Where lines go; standard output by default. */
    public Summary printTo(Consumer<String> printer) {
        this.printer = printer;
        return this;
    }

    void print(Model model) {
        printer.accept("Model: \"" + model.name() + "\"");
        boolean connected = model instanceof Functional f && !isChain(f);
        Table table = table(connected);
        if (model instanceof Functional f) {
            for (CallGraph.Step step : f.graph().steps()) {
                add(table, f, step, connected);
            }
        } else {
            for (Layer l : model.layers()) {
                addLayer(table, model, l, "-", connected, 0);
            }
        }
        table.lines().forEach(printer);
        List<Variable> optimizer = optimizer(model);
        List<Variable> all = new ArrayList<>(model.weights());
        all.addAll(optimizer);
        count(" Total params: ", all);
        count(" Trainable params: ", model.trainableWeights());
        count(" Non-trainable params: ", model.nonTrainableWeights());
        if (!optimizer.isEmpty()) {
            count(" Optimizer params: ", optimizer);
        }
    }

    /** What the optimizer keeps, once it has begun. */
    private static List<Variable> optimizer(Model model) {
        if (!model.trainer().isCompiled() || !model.trainer().optimizer().isBuilt()) {
            return List.of();
        }
        return model.trainer().optimizer().variables();
    }

    private Table table(boolean connected) {
        List<String> header = new ArrayList<>(List.of("Layer (type)", "Output Shape", "Param #"));
        List<Table.Align> align = new ArrayList<>(List.of(Table.Align.LEFT, Table.Align.LEFT, Table.Align.RIGHT));
        List<Double> ends = new ArrayList<>(List.of(0.45, 0.80, 1.0));
        if (connected) {
            header.add("Connected to");
            align.add(Table.Align.LEFT);
            ends = new ArrayList<>(List.of(0.3, 0.56, 0.74, 1.0));
        }
        if (showTrainable) {
            header.add("Trainable");
            align.add(Table.Align.CENTER);
            ends.replaceAll(e -> e * 0.84);
            ends.add(1.0);
        }
        int[] widths = new int[ends.size()];
        int at = 0;
        for (int i = 0; i < widths.length; i++) {
            int end = (int) (ends.get(i) * lineLength);
            widths[i] = end - at - 1;
            at = end;
        }
        widths[0]--;
        return new Table(header, align, widths);
    }

    /** Whether every layer and op has one call, and reads what the one before makes. */
    private static boolean isChain(Functional f) {
        List<Node> nodes = f.graph().nodes();
        for (CallGraph.Step s : f.graph().steps()) {
            if (s.nodes().size() > 1) {
                return false;
            }
        }
        Set<Node> read = Collections.newSetFromMap(new IdentityHashMap<>());
        int inputs = 0;
        for (Node n : nodes) {
            long sources = n.inputs().stream()
                    .filter(t -> nodes.contains(t.canonical().node()))
                    .count();
            inputs += sources == 0 ? 1 : 0;
            if (sources > 1
                    || !n.inputs().stream().allMatch(t -> read.add(t.canonical().node()))) {
                return false;
            }
        }
        return inputs == 1;
    }

    private void add(Table table, Functional f, CallGraph.Step step, boolean connected) {
        List<String> sources = new ArrayList<>();
        for (Node n : step.nodes()) {
            for (Tensor t : n.inputs()) {
                Node source = t.canonical().node();
                if (f.graph().nodes().contains(source)) {
                    int call = source instanceof CallNode c ? c.index() : 0;
                    sources.add(f.nameOf(source) + "[" + call + "][" + t.index() + "]");
                }
            }
        }
        String from = sources.isEmpty() ? "-" : String.join(", ", sources);
        Layer layer = step.layer();
        if (layer != null) {
            addLayer(table, f, layer, from, connected, 0);
            return;
        }
        Node op = step.nodes().get(0);
        add(table, f.nameOf(op) + " (" + className(op.name()) + ")", shapes(op.outputs()), "0", from, connected, "-");
    }

    private void addLayer(Table table, Model model, Layer l, String from, boolean connected, int level) {
        String indent = level == 0 ? "" : "   ".repeat(level) + "└ ";
        String shape = l.calls().isEmpty() ? "?" : shapes(l.calls().get(0).outputs());
        String params = l.isBuilt() ? String.format(Locale.ROOT, "%,d", l.countParams()) : "0 (unbuilt)";
        String trained = l.weights().isEmpty() ? "-" : l.isTrainable() ? "Y" : "N";
        add(
                table,
                indent + model.layerNames().of(l) + " (" + l.className() + ")",
                shape,
                params,
                from,
                connected,
                trained);
        if (expandNested && l instanceof Model nested) {
            for (Layer inner : nested.layers()) {
                addLayer(table, nested, inner, "-", connected, level + 1);
            }
        }
    }

    private void add(
            Table table, String name, String shape, String params, String from, boolean connected, String trained) {
        List<String> row = new ArrayList<>(List.of(name, shape, params));
        if (connected) {
            row.add(from);
        }
        if (showTrainable) {
            row.add(trained);
        }
        table.add(row);
    }

    private static String shapes(List<Tensor> tensors) {
        List<String> all = tensors.stream().map(t -> t.shape().toString()).toList();
        return all.size() == 1 ? all.get(0) : "[" + String.join(", ", all) + "]";
    }

    /** An op's name as Keras's class of it: {@code "true_divide"} becomes {@code "TrueDivide"}. */
    private static String className(String op) {
        StringBuilder s = new StringBuilder();
        for (String word : op.split("_")) {
            s.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return s.toString();
    }

    private void count(String what, List<Variable> weights) {
        long n = 0;
        double bytes = 0;
        for (Variable v : weights) {
            n += v.size();
            bytes += (double) v.size() * v.dtype().bytes();
        }
        String[] units = {"B", "KB", "MB", "GB", "TB", "PB"};
        int unit = 0;
        while (bytes >= 1024 && unit < units.length - 1) {
            bytes /= 1024;
            unit++;
        }
        printer.accept(what + String.format(Locale.ROOT, "%,d (%.2f %s)", n, bytes, units[unit]));
    }
}
