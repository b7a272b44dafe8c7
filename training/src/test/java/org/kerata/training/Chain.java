package org.kerata.training;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.Network;

/** The least there is of a network, for tests: layers one after another, the output of each of the last ones an output. */
public final class Chain extends Layer implements Network {
    private final List<Layer> layers;
    private final int outputs;
    private final Spec input;

    /** Layers behind an input of this width; the last layer's output is the output. */
    public Chain(int width, Layer... layers) {
        this(width, 1, layers);
    }

    /** Layers behind an input of this width; the last {@code outputs} layers all read what comes before them. */
    public Chain(int width, int outputs, Layer... layers) {
        this.layers = List.of(layers);
        this.outputs = outputs;
        this.input = new Spec(DType.FLOAT32, Shape.of(Shape.UNKNOWN, width));
        this.layers.forEach(this::track);
        name("chain");
        buildOn(List.of(input));
    }

    @Override
    public List<Layer> layers() {
        return layers;
    }

    @Override
    public void buildOn(List<Spec> inputs) {
        buildFor(List.of(input.shape()));
        outputSpecs();
    }

    @Override
    public List<String> inputNames() {
        return List.of("x");
    }

    @Override
    public List<Spec> inputSpecs() {
        return List.of(input);
    }

    @Override
    public List<String> outputNames() {
        return layers.subList(layers.size() - outputs, layers.size()).stream()
                .map(Layer::name)
                .toList();
    }

    @Override
    public List<Spec> outputSpecs() {
        return outputSpecs(List.of(input));
    }

    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        Tensor t = xs.get(0);
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            boolean last = i >= layers.size() - outputs;
            Tensor y = layers.get(i).applyAll(List.of(t), call).get(0);
            if (last) {
                out.add(y);
            } else {
                t = y;
            }
        }
        return out;
    }
}
