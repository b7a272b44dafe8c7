package org.kerata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
import org.kerata.layers.DTypePolicy;
import org.kerata.layers.Layer;
import org.kerata.layers.TextInput;
import org.kerata.layers.core.InputLayer;
import org.kerata.serialization.SequentialConfig;

/**
 * Layers one after another. With an {@link Input} in front the weights exist at once; without, they are made when the first data or
 * {@link #build(long...)} tell the shape. Keras: {@code keras.Sequential}.
 */
public final class Sequential extends Model {
    private final List<Layer> layers = new ArrayList<>();
    private final List<Tensor> chain = new ArrayList<>();
    private @Nullable InputLayer input;
    private @Nullable Map<String, @Nullable Object> textInput;
    private boolean declared;

    /** These layers; an {@link InputLayer} may come first. */
    public Sequential(Layer... layers) {
        this(Arrays.asList(layers));
    }

    /** These layers; an {@link InputLayer} may come first. */
    public Sequential(List<? extends Layer> layers) {
        layers.forEach(this::add);
    }

    /** An input and layers. */
    public Sequential(Input input, Layer... layers) {
        begin(input.layer(), true);
        for (Layer l : layers) {
            add(l);
        }
    }

    @Override
    public Sequential name(String name) {
        super.name(name);
        return this;
    }

    @Override
    public Sequential trainable(boolean trainable) {
        super.trainable(trainable);
        return this;
    }

    private void begin(InputLayer first, boolean declared) {
        this.input = first;
        this.declared = declared;
        chain.add(first.output());
    }

    /** Declares the input of a model that has no layers yet. */
    public Sequential add(Input input) {
        return add(input.layer());
    }

    /**
     * Adds a layer at the end.
     *
     * @throws ConfigException if it is there already, or its name is
     */
    public Sequential add(Layer layer) {
        if (layer instanceof InputLayer first) {
            if (input != null || !layers.isEmpty()) {
                throw new ConfigException(
                        at() + ": an input can only stand in front. Received it after " + layers.size() + " layers.");
            }
            begin(first, true);
            return this;
        }
        if (isWithin(layer)) {
            throw new ConfigException(
                    at() + " cannot contain itself. Received: \"" + layer.name() + "\", which is it or contains it.");
        }
        if (layers.contains(layer)) {
            throw new ConfigException(at() + " already has the layer \"" + layer.name()
                    + "\". A layer that is used twice needs Model.of.");
        }
        List<Layer> all = new ArrayList<>(layers);
        all.add(layer);
        layerNames().add(all);
        if (input != null) {
            try {
                chain.add(layer.apply(chain.get(chain.size() - 1)));
            } catch (ShapeException e) {
                layerNames().remove(layer);
                throw located(e);
            }
        }
        layers.add(layer);
        changed();
        if (input != null) {
            buildFor(List.of());
        }
        return this;
    }

    private boolean isWithin(Layer layer) {
        return layer == this || (layer instanceof Model m && m.layers().stream().anyMatch(this::isWithin));
    }

    /** Takes the last layer away, and returns it. */
    public Layer pop() {
        if (layers.isEmpty()) {
            throw new ConfigException(at() + " has no layers to take away.");
        }
        Layer last = layers.remove(layers.size() - 1);
        layerNames().remove(last);
        changed();
        if (input != null) {
            chain.remove(chain.size() - 1);
        }
        return last;
    }

    @Override
    protected List<Layer> layersWithin() {
        return layers;
    }

    @Override
    protected void build(List<Shape> inputs) {
        if (input != null) {
            return;
        }
        if (layers.isEmpty()) {
            throw new ShapeException("It has no layers. Add some before it is used.");
        }
        if (inputs.size() != 1) {
            throw new ShapeException("It takes one input. Received: " + inputs.size() + ".");
        }
        layers();
        begin(new InputLayer(openBatch(inputs.get(0))), false);
        for (Layer l : layers) {
            chain.add(l.apply(chain.get(chain.size() - 1)));
        }
    }

    @Override
    protected List<Tensor> adapt(List<Tensor> xs) {
        return declared ? new InputCheck(inputNames(), inputSpecs()).adapt(xs) : xs;
    }

    @Override
    protected boolean takesMask() {
        return true;
    }

    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        takeMasks(xs, call);
        List<Tensor> at = xs;
        for (Layer l : layers) {
            at = l.applyAll(at, call);
        }
        return at;
    }

    private List<Tensor> ends(boolean last) {
        if (input == null) {
            throw new KerataException(
                    at() + " is not built yet: put an Input in front, or call build with the input's shape.");
        }
        return List.of(chain.get(last ? chain.size() - 1 : 0));
    }

    @Override
    public List<Tensor> inputs() {
        return ends(false);
    }

    @Override
    public List<Tensor> outputs() {
        return ends(true);
    }

    @Override
    public List<String> inputNames() {
        return input == null ? List.of() : List.of(input.name());
    }

    @Override
    public List<Spec> inputSpecs() {
        return input == null ? List.of() : List.of(chain.get(0).spec());
    }

    @Override
    public List<String> outputNames() {
        return layers.isEmpty() ? List.of() : List.of(layerNames().of(layers.get(layers.size() - 1)));
    }

    @Override
    public List<Spec> outputSpecs() {
        return input == null ? List.of() : List.of(chain.get(chain.size() - 1).spec());
    }

    // ---- config ----

    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("name", name());
        out.put("trainable", isTrainable());
        out.put("dtype", dtypePolicy().config());
        SequentialConfig.write(out, input, textInput, layers, layerNames()::of);
        return out;
    }

    /** Adds the layers of a config: for a model that has none yet. */
    @Override
    public void configure(Map<String, ? extends @Nullable Object> config) {
        nameFrom(config);
        Object type = config.get("dtype");
        if (type != null) {
            dtype(DTypePolicy.read(type).name());
        }
        textInput = SequentialConfig.textInput(config);
        for (Layer l : SequentialConfig.read(at(), config)) {
            add(l);
        }
        if (!layers.isEmpty() && layers.get(0) instanceof TextInput front) {
            buildOn(List.of(front.textSpec()));
        }
        freezeFrom(config);
    }
}
