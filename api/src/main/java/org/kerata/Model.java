package org.kerata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Scope;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.LayerNames;
import org.kerata.layers.Nearest;

/**
 * Layers that are trained, evaluated and used together. Three ways to make one: a {@link Sequential} of layers; {@link #of(Tensor,
 * Tensor) Model.of(inputs, outputs)} for any graph of calls; or a subclass that declares its layers with {@code track} and computes in
 * {@code call}. A model is a layer, so models nest. Keras: {@code keras.Model}.
 */
public abstract non-sealed class Model extends TrainableLayer {
    private final LayerNames names = new LayerNames();
    private volatile List<Tensor> extraLosses = List.of();
    private volatile List<Spec> builtOn = List.of();
    private volatile List<Spec> makes = List.of();

    /** For subclasses. */
    protected Model() {
        supportsMasking(true);
    }

    /** The model between an input and an output. */
    public static Functional of(Tensor input, Tensor output) {
        return new Functional(List.of(input), List.of(output));
    }

    /** The model between several inputs and an output. */
    public static Functional of(List<? extends Tensor> inputs, Tensor output) {
        return new Functional(inputs, List.of(output));
    }

    /** The model between an input and several outputs. */
    public static Functional of(Tensor input, List<? extends Tensor> outputs) {
        return new Functional(List.of(input), outputs);
    }

    /** The model between several inputs and several outputs. */
    public static Functional of(List<? extends Tensor> inputs, List<? extends Tensor> outputs) {
        return new Functional(inputs, outputs);
    }

    // ---- options ----

    @Override
    public Model name(String name) {
        super.name(name);
        return this;
    }

    @Override
    public Model dtype(String dtype) {
        super.dtype(dtype);
        return this;
    }

    /** Whether training changes the weights of any of its layers; batch normalisation in a frozen model runs in inference mode. */
    @Override
    public Model trainable(boolean trainable) {
        super.trainable(trainable);
        return this;
    }

    /** A model is built early, and may be named until it is used in another. */
    @Override
    protected void beforeChange(String option) {
        if (!calls().isEmpty()) {
            super.beforeChange(option);
        }
    }

    // ---- layers ----

    @Override
    public List<Layer> layers() {
        List<Layer> all = List.copyOf(layersWithin());
        names.add(all);
        return all;
    }

    /** The names of this model's layers. */
    final LayerNames layerNames() {
        return names;
    }

    /**
     * The layer with this name.
     *
     * @throws ConfigException if there is none; the message proposes the nearest
     */
    public final Layer getLayer(String name) {
        List<String> known = new ArrayList<>();
        for (Layer l : layers()) {
            if (names.of(l).equals(name)) {
                return l;
            }
            known.add(names.of(l));
        }
        throw new ConfigException(at() + " has no layer \"" + name + "\"." + Nearest.hint(name, known));
    }

    /** The layer at this place, from 0; negative counts from the end. */
    public final Layer getLayer(int index) {
        List<Layer> all = layers();
        int i = index < 0 ? index + all.size() : index;
        if (i < 0 || i >= all.size()) {
            throw new ConfigException(at() + " has " + all.size() + " layers. Received: index " + index + ".");
        }
        return all.get(i);
    }

    // ---- building ----

    @Override
    public void buildOn(List<Spec> inputs) {
        if (isBuilt()) {
            return;
        }
        builtOn = List.copyOf(inputs);
        layers();
        try (Scope scope = Scope.enter(name())) {
            buildFor(inputs.stream().map(Spec::shape).toList());
            // A subclass makes its layers' weights as it calls them.
            makes = outputSpecs(inputs);
        } catch (ShapeException e) {
            throw located(e);
        }
    }

    /** Makes the weights for an input of this shape, the batch axis included (-1 as its length). */
    public final void build(long... batchShape) {
        buildOn(List.of(new Spec(dtype(), Shape.of(batchShape))));
    }

    @Override
    protected List<Tensor> adapt(List<Tensor> xs) {
        layers();
        if (builtOn.isEmpty()) {
            builtOn = xs.stream().map(t -> t.spec().with(openBatch(t.shape()))).toList();
        }
        return xs;
    }

    /** The layers within give the outputs their masks. */
    @Override
    protected @Nullable Tensor computeMask(List<Tensor> inputs, Call call) {
        return null;
    }

    static Shape openBatch(Shape s) {
        return s.rank() == 0 ? s : s.with(0, Shape.UNKNOWN);
    }

    // ---- inputs and outputs ----

    @Override
    public List<String> inputNames() {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < builtOn.size(); i++) {
            out.add(builtOn.size() == 1 ? "input" : "input_" + i);
        }
        return out;
    }

    @Override
    public List<Spec> inputSpecs() {
        return builtOn;
    }

    @Override
    public List<String> outputNames() {
        List<String> out = new ArrayList<>();
        int n = outputSpecs().size();
        for (int i = 0; i < n; i++) {
            out.add(n == 1 ? "output" : "output_" + i);
        }
        return out;
    }

    @Override
    public List<Spec> outputSpecs() {
        if (makes.isEmpty() && !builtOn.isEmpty()) {
            makes = outputSpecs(builtOn);
        }
        return makes;
    }

    /** The symbolic inputs, for wiring another model to this one's graph. */
    public List<Tensor> inputs() {
        throw noGraph("inputs");
    }

    /** The symbolic outputs. */
    public List<Tensor> outputs() {
        throw noGraph("outputs");
    }

    private KerataException noGraph(String what) {
        return new KerataException(
                at() + " has no symbolic " + what + ": it is a subclass that computes in call, not a graph of layers.");
    }

    /** The only symbolic input. */
    @Override
    public Tensor input() {
        return only("input", inputs());
    }

    /** The only symbolic output. */
    @Override
    public Tensor output() {
        return only("output", outputs());
    }

    private Tensor only(String what, List<Tensor> all) {
        if (all.size() != 1) {
            throw new KerataException(at() + " has " + all.size() + " " + what + "s; use " + what + "s().");
        }
        return all.get(0);
    }

    // ---- losses ----

    @Override
    protected void finished(Call call, boolean outermost) {
        if (outermost && call.training()) {
            extraLosses = List.copyOf(call.losses());
        }
    }

    /**
     * The sum of what layers and regularizers added to the loss in the last {@code apply} in training mode; 0 if nothing: for training
     * loops of one's own.
     */
    public final Tensor extraLoss() {
        Tensor sum = Tensor.scalar(0, dtype());
        for (Tensor t : extraLosses) {
            sum = sum.plus(t);
        }
        return sum;
    }

    // ---- for people ----

    /** Prints a table of the layers, their output shapes and numbers of weights. */
    public final void summary() {
        summary(new Summary());
    }

    /** Prints a table of the layers under some options. */
    public final void summary(Summary options) {
        options.print(this);
    }

    /** Not there yet: configs of whole models come with saving. */
    @Override
    public Map<String, @Nullable Object> config() {
        throw new KerataException(
                at() + ": configs of whole models come with saving, which is not there yet. Layers have theirs.");
    }

    @Override
    protected String at() {
        return "Model \"" + name() + "\"";
    }

    @Override
    protected ShapeException located(ShapeException e) {
        String m = String.valueOf(e.getMessage());
        boolean within = m.startsWith("Layer \"") || m.startsWith("Model \"");
        if (m.startsWith(at())) {
            return e;
        }
        return withCause(at() + ": " + (within ? Character.toLowerCase(m.charAt(0)) + m.substring(1) : m), e);
    }
}
