package org.kerata;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;
import org.kerata.layers.CallGraph;
import org.kerata.layers.CallNode;
import org.kerata.layers.InputSource;
import org.kerata.layers.Layer;
import org.kerata.serialization.GraphConfig;

/**
 * A model given by its inputs and outputs: layers and ops between them may branch, join and be shared. Made by {@link Model#of(Tensor,
 * Tensor)}. Keras: {@code keras.Model(inputs, outputs)}.
 */
public final class Functional extends Model {
    private final IdentityHashMap<Node, String> opNames = new IdentityHashMap<>();
    private @Nullable CallGraph graph;
    private @Nullable InputCheck check;
    private @Nullable List<String> inputKeys;
    private @Nullable List<String> outputKeys;

    /** To be given its graph by {@link #configure}. */
    Functional() {}

    Functional(List<? extends Tensor> inputs, List<? extends Tensor> outputs) {
        wire(new CallGraph(inputs, outputs), new IdentityHashMap<>());
    }

    private void wire(CallGraph calls, IdentityHashMap<Node, String> given) {
        CallGraph graph = fromInputs(calls);
        this.graph = graph;
        layers();
        for (CallGraph.Step s : graph.steps()) {
            if (s.layer() == null) {
                Node op = s.nodes().get(0);
                opNames.put(op, layerNames().free(given.getOrDefault(op, op.name())));
            }
        }
        this.check = new InputCheck(inputNames(), inputSpecs());
        buildFor(List.of());
    }

    /** A graph that begins in the middle of another gets inputs of its own. */
    private static CallGraph fromInputs(CallGraph g) {
        List<Tensor> fresh = new ArrayList<>();
        boolean changed = false;
        for (Tensor t : g.inputs()) {
            boolean isInput = t.node() instanceof CallNode c && c.layer() instanceof InputSource;
            changed |= !isInput;
            fresh.add(
                    isInput
                            ? t
                            : Input.ofBatchShape(t.shape().dims())
                                    .dtype(t.dtype().toString()));
        }
        return changed ? new CallGraph(fresh, g.repeat(fresh)) : g;
    }

    @Override
    public Functional name(String name) {
        super.name(name);
        return this;
    }

    @Override
    public Functional trainable(boolean trainable) {
        super.trainable(trainable);
        return this;
    }

    @Override
    protected List<Layer> layersWithin() {
        return graph == null ? List.of() : graph.layers();
    }

    /** The calls. */
    CallGraph graph() {
        if (graph == null) {
            throw new KerataException(at() + " has no layers yet.");
        }
        return graph;
    }

    @Override
    public List<Tensor> inputs() {
        return graph().inputs();
    }

    @Override
    public List<Tensor> outputs() {
        return graph().outputs();
    }

    @Override
    public List<String> inputNames() {
        return inputKeys != null ? inputKeys : names(graph().inputs());
    }

    @Override
    public boolean takesNames() {
        return inputKeys != null;
    }

    @Override
    public List<String> outputNames() {
        if (outputKeys != null) {
            return outputKeys;
        }
        List<String> out = new ArrayList<>();
        for (String n : names(graph().outputs())) {
            String unique = n;
            for (int k = 1; out.contains(unique); k++) {
                unique = n + "_" + k;
            }
            out.add(unique);
        }
        return out;
    }

    private List<String> names(List<Tensor> tensors) {
        List<String> out = new ArrayList<>();
        for (Tensor t : tensors) {
            out.add(nameOf(t.node()));
        }
        return out;
    }

    /** The name in this model of the layer or op that a node calls. */
    String nameOf(Node n) {
        return n instanceof CallNode c ? layerNames().of(c.layer()) : opNames.getOrDefault(n, n.name());
    }

    @Override
    public List<Spec> inputSpecs() {
        return specs(graph().inputs());
    }

    @Override
    public List<Spec> outputSpecs() {
        return specs(graph().outputs());
    }

    private static List<Spec> specs(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::spec).toList();
    }

    @Override
    protected List<Tensor> adapt(List<Tensor> xs) {
        return check == null ? xs : check.adapt(xs);
    }

    @Override
    protected boolean takesMask() {
        return true;
    }

    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        takeMasks(xs, call);
        return graph().replay(xs, call);
    }

    // ---- config ----

    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("name", name());
        out.put("trainable", isTrainable());
        GraphConfig.write(out, graph(), this::nameOf, inputKeys, outputKeys);
        return out;
    }

    /** Makes the layers of a config and wires them: for a model that has none yet. */
    @Override
    public void configure(Map<String, ? extends @Nullable Object> config) {
        if (graph != null) {
            throw new KerataException(at() + " has its layers already.");
        }
        nameFrom(config);
        GraphConfig.Wired w = GraphConfig.read(at(), config);
        wire(new CallGraph(w.inputs(), w.outputs()), w.names());
        inputKeys = w.inputKeys();
        outputKeys = w.outputKeys();
        freezeFrom(config);
    }
}
