package org.kerata;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.kerata.serialization.Load;
import org.kerata.serialization.LoadReport;
import org.kerata.serialization.ModelFiles;
import org.kerata.serialization.ModelJson;
import org.kerata.serialization.Save;

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
        ModelClasses.register();
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

    /** The layers by class, counted in their order, as Keras files them. */
    @Override
    public Map<String, Layer> parts() {
        Map<String, Layer> out = new LinkedHashMap<>();
        for (Layer l : layers()) {
            String base = "layers/" + l.defaultName();
            String name = base;
            for (int k = 1; out.containsKey(name); k++) {
                name = base + "_" + k;
            }
            out.put(name, l);
        }
        return out;
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

    /** Masks that the call was given are put on the inputs, where the layers find them. */
    static void takeMasks(List<Tensor> inputs, Call call) {
        for (int i = 0; i < inputs.size(); i++) {
            if (call.isMaskGiven(i)) {
                call.setMask(inputs.get(i), call.mask(i));
            }
        }
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

    // ---- config ----

    /**
     * The model's architecture as JSON, as Keras writes it, with what it was compiled with. Keras: {@code Model.to_json}.
     *
     * @throws ConfigException if a layer of the user's is not registered, or an op between layers has no place in Keras's configs
     */
    @Override
    public final String toJson() {
        return ModelJson.write(this);
    }

    /**
     * The model that a JSON config describes, from any version of Keras; compiled if the config says how. Its weights are fresh. Keras:
     * {@code keras.models.model_from_json}.
     *
     * @throws ConfigException if the config is not right; all unknown classes are named at once
     */
    public static Model fromJson(String json) {
        return fromJson(json, new Load());
    }

    /** The model that a JSON config describes, made under some options. */
    public static Model fromJson(String json, Load how) {
        ModelClasses.register();
        return (Model) ModelJson.read(json, how);
    }

    // ---- files ----

    /**
     * Writes the model into a {@code .keras} file, which Keras 3 opens too: architecture, weights, how it was compiled and the optimizer's
     * state, so that training can go on. An older file of that name is replaced when the new one is complete, not before.
     *
     * @throws org.kerata.serialization.ModelFileException if it cannot be written
     */
    @Override
    public final void save(Path file) {
        save(file, new Save());
    }

    /** Writes the model into a {@code .keras} file under some options. */
    public final void save(Path file, Save how) {
        ModelFiles.save(this, file, how);
    }

    /** Writes the model as a {@code .keras} file into a stream, which is left open. */
    public final void save(OutputStream out) {
        save(out, new Save());
    }

    /** Writes the model as a {@code .keras} file into a stream, which is left open, under some options. */
    public final void save(OutputStream out, Save how) {
        ModelFiles.save(this, out, how);
    }

    /**
     * The model in a file that any version of Keras saved: {@code .keras}, the folder it was unpacked to, or a whole model as {@code .h5};
     * compiled, and ready to go on training, if it was when it was saved.
     *
     * @throws org.kerata.serialization.ModelFileException if the file is damaged or of another kind
     * @throws ConfigException if the model's config is not right; all unknown classes are named at once
     */
    public static Model load(Path file) {
        return load(file, new Load());
    }

    /** The model in a file, loaded under some options. */
    public static Model load(Path file, Load how) {
        ModelClasses.register();
        return (Model) ModelFiles.load(file, how);
    }

    /** The model in a stream, which is read to its end and left open. */
    public static Model load(InputStream in) {
        return load(in, new Load());
    }

    /** The model in a stream, loaded under some options. */
    public static Model load(InputStream in, Load how) {
        ModelClasses.register();
        return (Model) ModelFiles.load(in, how);
    }

    /** Writes the weights, and the optimizer's state, into a {@code .weights.h5} file, which Keras 3 reads too. */
    @Override
    public final void saveWeights(Path file) {
        saveWeights(file, new Save());
    }

    /**
     * Writes the weights, and the optimizer's state, under some options: with {@code maxShardSize} into several files, and their map into
     * {@code .weights.json}.
     */
    public final void saveWeights(Path file, Save how) {
        ModelFiles.saveWeights(this, file, how);
    }

    /** Writes the weights, and the optimizer's state, as a {@code .weights.h5} file into a stream, which is left open. */
    public final void saveWeights(OutputStream out) {
        saveWeights(out, new Save());
    }

    /** Writes the weights, and the optimizer's state, into a stream, under some options. */
    public final void saveWeights(OutputStream out, Save how) {
        ModelFiles.saveWeights(this, out, how);
    }

    /**
     * Takes the weights from a file: {@code .weights.h5}, {@code .weights.json} with the files it names, {@code .keras}, or {@code .h5} of an
     * earlier version of Keras.
     */
    public final LoadReport loadWeights(Path file) {
        return loadWeights(file, new Load());
    }

    /**
     * Takes weights from a file.
     *
     * @return what was loaded and what was not
     * @throws org.kerata.serialization.ModelFileException if the file is damaged or does not fit; the model stays as it was then
     */
    public final LoadReport loadWeights(Path file, Load how) {
        return ModelFiles.loadWeights(this, file, how);
    }

    /** As {@link #loadWeights(Path)}; for callbacks. */
    @Override
    public final void restoreWeights(Path file) {
        loadWeights(file);
    }

    /** Takes the weights from a stream, which is read to its end and left open. */
    public final LoadReport loadWeights(InputStream in) {
        return loadWeights(in, new Load());
    }

    /** Takes weights from a stream under some options. */
    public final LoadReport loadWeights(InputStream in, Load how) {
        return ModelFiles.loadWeights(this, in, how);
    }

    /** Takes the name from a config. */
    final void nameFrom(Map<String, ? extends @Nullable Object> config) {
        if (config.get("name") instanceof String n) {
            name(n);
        }
    }

    /** Freezes a model whose config says so; its layers have flags of their own. */
    final void freezeFrom(Map<String, ? extends @Nullable Object> config) {
        if (Boolean.FALSE.equals(config.get("trainable"))) {
            trainable(false);
        }
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
