package org.kerata.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Scope;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.graph.Trace;
import org.kerata.layers.activations.ActivationFunction;
import org.kerata.layers.activations.Activations;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.constraints.Constraints;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.initializers.Initializers;
import org.kerata.layers.regularizers.Regularizer;
import org.kerata.layers.regularizers.Regularizers;
import org.slf4j.LoggerFactory;

/**
 * A step from tensors to tensors with weights of its own. A subclass declares its options as fields, makes its weights in {@link
 * #build(Shape)} and computes in {@link #call(Tensor, Call)}; everything else (config, names, shapes, masks, saving) follows from that.
 * Keras: {@code keras.layers.Layer}.
 *
 * <p>{@link #apply} on a tensor with a value computes; on the input of a model, or on what was made from it, it adds a call to the
 * model's graph.
 */
public abstract class Layer extends Configurable {

    /** An activation function: by name or as a function. */
    protected static final Kind<ActivationFunction> ACTIVATIONS = Activations.KIND;

    /** An initializer: by name, as an object or as a config. */
    protected static final Kind<Initializer> INITIALIZERS = Kind.named(() -> Initializers.NAMES, Initializer.class);

    /** A regularizer: by name, as an object or as a config. */
    protected static final Kind<Regularizer> REGULARIZERS = Kind.named(() -> Regularizers.NAMES, Regularizer.class);

    /** A constraint: by name, as an object or as a config. */
    protected static final Kind<Constraint> CONSTRAINTS = Kind.named(() -> Constraints.NAMES, Constraint.class);

    /** Models and inputs take none unless they need one: a declared input changes no draw. */
    private long ticket = this instanceof InputSource || this instanceof Network ? -1 : Seeds.next();

    private final List<Weight> trainableOwn = new ArrayList<>();
    private final List<Weight> otherOwn = new ArrayList<>();
    private final List<SeedGenerator> seeds = new ArrayList<>();
    private final List<Layer> tracked = new ArrayList<>();
    private final Map<String, Layer> parts = new LinkedHashMap<>();
    private final List<CallNode> nodes = new ArrayList<>();
    private @Nullable String name;
    private boolean nameGiven;
    private boolean trainable = true;
    private DType dtype = DType.FLOAT32;
    private @Nullable Regularizer activityRegularizer;
    private InputSpec inputSpec = InputSpec.any();
    private boolean supportsMasking;
    private volatile boolean warned;
    private volatile boolean built;

    private record Weight(
            Variable variable,
            @Nullable Regularizer regularizer,
            @Nullable Constraint constraint) {}

    /** For subclasses. */
    protected Layer() {}

    // ---- options that all layers have ----

    /** Names the layer; without it the model does: {@code dense}, {@code dense_1}, … */
    public Layer name(String name) {
        beforeChange("name");
        if (name.isEmpty()) {
            throw new ConfigException(className() + ": name must not be empty.");
        }
        this.name = name;
        this.nameGiven = true;
        return this;
    }

    /** The element type of weights and computations; {@code "float32"} by default. */
    public Layer dtype(String dtype) {
        beforeChange("dtype");
        this.dtype = DType.of(dtype);
        return this;
    }

    /** Whether training changes the weights of this layer and of the layers in it. May be changed at any time; counts from {@code compile}. */
    public Layer trainable(boolean trainable) {
        this.trainable = trainable;
        for (Layer l : layersWithin()) {
            l.trainable(trainable);
        }
        return this;
    }

    /** A penalty on the layer's output, divided by the batch size and added to the loss; none by default. */
    public Layer activityRegularizer(@Nullable Regularizer regularizer) {
        beforeChange("activityRegularizer");
        this.activityRegularizer = regularizer;
        return this;
    }

    // ---- what subclasses define ----

    /** Makes the weights for an input of this shape; axes that weights do not depend on may be unknown. Nothing by default. */
    protected void build(Shape input) {}

    /** Makes the weights for inputs of these shapes; by default as for a single one. */
    protected void build(List<Shape> inputs) {
        if (inputs.size() == 1) {
            build(inputs.get(0));
        }
    }

    /** Computes the output from one input. */
    protected Tensor call(Tensor x, Call call) {
        throw new KerataException(className()
                + " must define call(Tensor, Call), or call(List<Tensor>, Call) for several inputs or outputs.");
    }

    /** Computes the outputs from the inputs; by default a layer has one of each. */
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        if (xs.size() != 1) {
            throw new ShapeException("It takes one input. Received: " + xs.size() + " inputs.");
        }
        return List.of(call(xs.get(0), call));
    }

    /**
     * Types and shapes of the outputs for inputs that may have unknown axes. By default {@code call} is traced with two different lengths
     * in place of each unknown axis; what differs in the output is unknown there.
     */
    protected List<Spec> outputSpecs(List<Spec> inputs) {
        return StandIns.outputs(this, inputs);
    }

    /** The mask of the first output; by default that of the first input if the layer supports masking, else none (and a warning). */
    protected @Nullable Tensor computeMask(List<Tensor> inputs, Call call) {
        return supportsMasking ? call.mask() : null;
    }

    /** Whether inputs of another floating-point type are cast to the layer's; true by default. */
    protected boolean castsInputs() {
        return true;
    }

    /**
     * Keras's names of the arguments of a call, where the inputs are arguments of their own ({@code query}, {@code value}) and not one list
     * of tensors. The last one takes all inputs that are left if it ends in {@code "..."}. For model files; empty by default.
     */
    public List<String> callArguments() {
        return List.of();
    }

    /**
     * Takes an argument of a call that is no tensor, from a model file: a layer that has an option for it sets it.
     *
     * @return whether the layer knows the argument
     */
    public boolean callOption(String name, @Nullable Object value) {
        return value == null;
    }

    /** Keras's arguments of a call that are no tensors and have other values than Keras's defaults: what {@link #callOption} was given. */
    public Map<String, Object> callOptions() {
        return Map.of();
    }

    // ---- for use in subclasses ----

    /** A shape with these axes. */
    protected static Shape shape(long... dims) {
        return Shape.of(dims);
    }

    /** Makes a trainable weight. */
    protected final Variable weight(String name, Shape shape, Initializer initializer) {
        return weight(name, shape, initializer, null, null);
    }

    /** Makes a trainable weight from a layer's options. */
    protected final Variable weight(
            String name,
            Shape shape,
            Option<Initializer> initializer,
            Option<Regularizer> regularizer,
            Option<Constraint> constraint) {
        return weight(name, shape, initializer.get(), regularizer.orNull(), constraint.orNull());
    }

    /** Makes a trainable weight with a penalty and a constraint. */
    protected final Variable weight(
            String name,
            Shape shape,
            Initializer initializer,
            @Nullable Regularizer regularizer,
            @Nullable Constraint constraint) {
        Weight w = new Weight(variable(name, shape, dtype, initializer, true), regularizer, constraint);
        if (constraint != null) {
            Constraints.hold(w.variable, constraint);
        }
        trainableOwn.add(w);
        return w.variable;
    }

    /** Makes a weight that training does not change, such as a moving mean. */
    protected final Variable state(String name, Shape shape, Initializer initializer) {
        return state(name, shape, dtype, initializer);
    }

    /** Makes a weight of some type that training does not change. */
    protected final Variable state(String name, Shape shape, DType type, Initializer initializer) {
        Weight w = new Weight(variable(name, shape, type, initializer, false), null, null);
        otherOwn.add(w);
        return w.variable;
    }

    /** Counts a weight of a layer within this one among this layer's own, as Keras does with variables that are attributes of both. */
    protected final Variable adopt(Variable v) {
        trainableOwn.add(new Weight(v, null, null));
        return v;
    }

    private Variable variable(String name, Shape shape, DType type, Initializer initializer, boolean trainable) {
        if (!shape.isKnown()) {
            throw new ShapeException("The weight \"" + name + "\" would have the shape " + shape
                    + ", of which every axis must be known. Give the input's axes when you declare it.");
        }
        WeightLimit.take(name, shape, type);
        long seed = Seeds.mix(ticket(), trainableOwn.size() * 64L + otherOwn.size());
        return FirstValues.variable(name, new Spec(type, shape), trainable, () -> initializer.apply(shape, type, seed));
    }

    private long ticket() {
        if (ticket < 0) {
            ticket = Seeds.next();
        }
        return ticket;
    }

    /** A source of random state; with no seed given it follows from {@link Seeds} and the layers' order. */
    protected final SeedGenerator seedGenerator(Option<Long> seed) {
        Long given = seed.orNull();
        SeedGenerator g = new SeedGenerator(given != null ? given : Seeds.mix(ticket(), -1L - seeds.size()));
        seeds.add(g);
        return g;
    }

    /**
     * Declares a layer within this one, so that its weights belong to it: {@code private final Dense hidden = track(new Dense(8));}. In
     * files it stands under {@code layers/}, by its class; a layer that Keras has too needs {@link #track(String, Layer)}.
     */
    protected final <L extends Layer> L track(L layer) {
        return track(partName("layers/", layer), layer);
    }

    /** Declares layers within this one that stand in Keras's class as a list under this attribute. */
    protected final void trackAll(String attribute, List<? extends Layer> layers) {
        layers.forEach(l -> track(partName(attribute + "/", l), l));
    }

    private String partName(String container, Layer layer) {
        String name = container + layer.defaultName();
        String free = name;
        for (int k = 1; parts.containsKey(free); k++) {
            free = name + "_" + k;
        }
        return free;
    }

    /** Declares a layer within this one under the attribute that Keras's class has it in: {@code "cell"}. */
    protected final <L extends Layer> L track(String attribute, L layer) {
        if (layer == this) {
            throw new ConfigException(className() + ": a layer cannot contain itself.");
        }
        tracked.add(layer);
        parts.put(attribute, layer);
        return layer;
    }

    /** Forgets a layer declared by {@link #track}. */
    protected final void untrack(Layer layer) {
        tracked.removeIf(l -> l == layer);
        parts.values().removeIf(l -> l == layer);
    }

    /** The layers within this one, by their places in Keras's weight files: {@code cell}, {@code layers/dense_1}. */
    public Map<String, Layer> parts() {
        return Collections.unmodifiableMap(parts);
    }

    /** The random counters of this layer alone. */
    public final List<Variable> ownSeeds() {
        return seeds.stream().map(SeedGenerator::state).toList();
    }

    /** The weights of this layer alone, without those of layers within, in the order of weight files: trainable ones first. */
    public final List<Variable> ownWeights() {
        List<Variable> out = new ArrayList<>();
        trainableOwn.forEach(w -> out.add(w.variable));
        otherOwn.forEach(w -> out.add(w.variable));
        return out;
    }

    /** Declares what inputs must be like: in the constructor, and again in {@code build} when lengths are known. */
    protected final void inputSpec(InputSpec spec) {
        this.inputSpec = spec;
    }

    /** Declares that the layer passes masks on (or uses them). */
    protected final void supportsMasking(boolean supports) {
        this.supportsMasking = supports;
    }

    // ---- applying ----

    /** Applies the layer to one or more tensors and returns its only (or first) output. */
    public final Tensor apply(Tensor... xs) {
        return applyAll(Arrays.asList(xs)).get(0);
    }

    /** Applies the layer to several tensors and returns its only (or first) output. */
    public final Tensor apply(List<? extends Tensor> xs) {
        return applyAll(xs).get(0);
    }

    /** Applies the layer in a mode of its own, whatever the network is called for. */
    public final Tensor apply(Tensor x, Mode mode) {
        return run(List.of(x), null, mode).get(0);
    }

    /** Applies the layer in a mode of its own, whatever the network is called for. */
    public final Tensor apply(List<? extends Tensor> xs, Mode mode) {
        return run(xs, null, mode).get(0);
    }

    /** {@link #apply(Tensor...)} in Kotlin: {@code layer(x)}. */
    public final Tensor invoke(Tensor... xs) {
        return apply(xs);
    }

    /** {@link #apply(Tensor, Mode)} in Kotlin: {@code layer(x, Mode.TRAINING)}. */
    public final Tensor invoke(Tensor x, Mode mode) {
        return apply(x, mode);
    }

    /** Applies the layer and returns all its outputs. */
    public final List<Tensor> applyAll(List<? extends Tensor> xs) {
        return run(xs, null, null);
    }

    /** Applies the layer in a mode of its own (null: in that of the run) and returns all its outputs. */
    public final List<Tensor> applyAll(List<? extends Tensor> xs, @Nullable Mode mode) {
        return run(xs, null, mode);
    }

    /** Applies the layer as part of a run and returns all its outputs. */
    public final List<Tensor> applyAll(List<? extends Tensor> xs, Call run) {
        return run(xs, run, null);
    }

    final List<Tensor> run(List<? extends Tensor> given, @Nullable Call outer, @Nullable Mode mode) {
        List<Tensor> xs = new ArrayList<>(given.size());
        for (Tensor t : given) {
            xs.add(t instanceof Variable v ? v.read() : t);
        }
        if (xs.isEmpty() && !(this instanceof InputSource)) {
            throw new ShapeException(at() + " was applied to nothing. Give it a tensor.");
        }
        try (Scope scope = Scope.enter(name())) {
            List<Tensor> in = adapt(xs);
            makeWeights(in);
            if (isGraph(in)) {
                return record(in, mode);
            }
            Call current = outer != null ? outer : Call.current();
            Call run = current != null ? current : Call.start(Mode.INFERENCE);
            run.keepMasks(xs, in);
            return compute(in, run, current == null, mode);
        } catch (ShapeException e) {
            throw located(e);
        }
    }

    /** A first look at the inputs, before the layer is built and they are checked: models adapt ranks and types here. */
    protected List<Tensor> adapt(List<Tensor> xs) {
        return xs;
    }

    /** Called when the layer has computed; models keep the extra losses. */
    protected void finished(Call call, boolean outermost) {}

    private void makeWeights(List<Tensor> xs) {
        check(xs);
        if (!built) {
            buildFor(xs.stream().map(Tensor::shape).toList());
            check(xs);
        }
    }

    /** Makes the weights for inputs of these shapes unless they exist. For models. */
    public final void buildFor(List<Shape> inputs) {
        synchronized (this) {
            if (built) {
                return;
            }
            try {
                build(inputs);
                built = true;
            } finally {
                if (!built) {
                    trainableOwn.clear();
                    otherOwn.clear();
                    seeds.clear();
                }
            }
        }
    }

    private void check(List<Tensor> xs) {
        for (Tensor x : inputSpec.isOfFirst() ? xs.subList(0, 1) : xs) {
            String complaint = inputSpec.complaint(x.shape());
            if (complaint != null) {
                throw new ShapeException(at() + " " + complaint);
            }
        }
    }

    /** Inputs of models and what hangs behind them, outside of traces; within one only they have unknown axes. */
    private static boolean isGraph(List<Tensor> xs) {
        boolean tracing = Trace.current() != null;
        for (Tensor x : xs) {
            if (tracing ? !x.shape().isKnown() : x.isSymbolic()) {
                return true;
            }
        }
        return xs.isEmpty();
    }

    private List<Tensor> record(List<Tensor> xs, @Nullable Mode mode) {
        List<Spec> out = outputSpecs(xs.stream().map(Tensor::spec).toList());
        synchronized (nodes) {
            CallNode n = new CallNode(this, nodes.size(), xs, mode, out);
            nodes.add(n);
            return n.outputs();
        }
    }

    private List<Tensor> compute(List<Tensor> xs, Call run, boolean outermost, @Nullable Mode mode) {
        Call call = run.of(xs, mode);
        List<Tensor> in = new ArrayList<>(xs.size());
        for (Tensor x : xs) {
            boolean other = x.dtype().isFloating() && dtype.isFloating() && x.dtype() != dtype;
            in.add(other && castsInputs() ? x.cast(dtype) : x);
        }
        call.keepMasks(xs, in);
        List<Tensor> out;
        try (Call.Active active = call.activate()) {
            out = call(in, call);
            addPenalties(out, call);
        }
        if (!supportsMasking && !warned && call.masks().stream().anyMatch(m -> m != null)) {
            warnOfMask();
        }
        // A layer may have given its output a mask in call; that one counts.
        boolean given = !out.isEmpty() && call.maskOf(out.get(0)) != null && !in.contains(out.get(0));
        Tensor mask = given ? null : computeMask(in, call);
        if (mask != null && !out.isEmpty()) {
            call.setMask(out.get(0), mask);
        }
        finished(call, outermost);
        return out;
    }

    /** Once: what is masked counts like anything else behind this layer. */
    private void warnOfMask() {
        warned = true;
        LoggerFactory.getLogger(Layer.class)
                .warn("{} got an input with a mask, which it does not support. The mask is dropped.", at());
    }

    private void addPenalties(List<Tensor> out, Call call) {
        Regularizer activity = activityRegularizer;
        if (activity != null) {
            for (Tensor y : out) {
                double samples = y.rank() == 0 ? 1 : Math.max(1, y.shape().dim(0));
                call.addLoss(activity.apply(y).div(samples));
            }
        }
        addPenalties(this, call);
    }

    /** Adds the penalties on the weights of a layer, once a run; for layers within this one that are computed without being applied. */
    protected static void addPenalties(Layer layer, Call call) {
        if (!layer.trainable || !call.isFirst(layer)) {
            return;
        }
        for (Weight w : layer.trainableOwn) {
            if (w.regularizer != null) {
                call.addLoss(w.regularizer.apply(w.variable));
            }
        }
    }

    /** For messages: {@code Layer "dense_1" (Dense)}. */
    protected String at() {
        return "Layer \"" + name() + "\" (" + className() + ")";
    }

    /** The error with this layer's name in front, unless it names a layer already. */
    protected ShapeException located(ShapeException e) {
        String m = String.valueOf(e.getMessage());
        return m.startsWith("Layer \"") || m.startsWith("Model \"") ? e : withCause(at() + ": " + m, e);
    }

    /** An error with another message and its cause. */
    protected static ShapeException withCause(String message, ShapeException cause) {
        ShapeException e = new ShapeException(message);
        e.initCause(cause);
        return e;
    }

    // ---- what is known about it ----

    /** The name; until a model has taken the layer in and counted, the class name in snake case. */
    public final String name() {
        String n = name;
        return n != null ? n : defaultName();
    }

    /**
     * What the layer is called while it has no name, and where it stands in weight files: the class name in snake case. Only a layer whose
     * class has another name in Keras than the layer tells another.
     */
    public String defaultName() {
        return Names.snakeCase(className());
    }

    /** Whether the user chose the name. */
    final boolean isNameGiven() {
        return nameGiven;
    }

    /** Whether the name is fixed: chosen by the user or counted by a model. */
    final boolean isNamed() {
        return name != null;
    }

    final void counted(String automaticName) {
        this.name = automaticName;
    }

    /** The element type of weights and computations. */
    public final DType dtype() {
        return dtype;
    }

    /** Whether training changes the weights. */
    public final boolean isTrainable() {
        return trainable;
    }

    /** Whether the weights exist. */
    public final boolean isBuilt() {
        return built;
    }

    /** Whether masks are passed on. */
    public final boolean supportsMasking() {
        return supportsMasking;
    }

    /** The penalty on the output; null if there is none. */
    public final @Nullable Regularizer activityRegularizer() {
        return activityRegularizer;
    }

    /** The shape of the output for an input of this shape, in which axes may be unknown; builds the layer if needed. */
    public final Shape computeOutputShape(Shape input) {
        return computeOutputShapes(List.of(input)).get(0);
    }

    /** The shapes of the outputs for inputs of these shapes, in which axes may be unknown; builds the layer if needed. */
    public final List<Shape> computeOutputShapes(List<Shape> inputs) {
        try (Scope scope = Scope.enter(name())) {
            buildFor(inputs);
            List<Spec> specs = inputs.stream().map(s -> new Spec(dtype, s)).toList();
            return outputSpecs(specs).stream().map(Spec::shape).toList();
        } catch (ShapeException e) {
            throw located(e);
        }
    }

    /** The calls of this layer in graphs of models, in the order in which they were made. */
    public final List<CallNode> calls() {
        synchronized (nodes) {
            return List.copyOf(nodes);
        }
    }

    /**
     * What the layer's first call in a model's graph makes: the place from which a model can be re-wired.
     *
     * @throws KerataException if the layer has not been called in a graph
     */
    public Tensor output() {
        return firstCall("output").outputs().get(0);
    }

    /** What the layer's first call in a model's graph reads. */
    public Tensor input() {
        List<Tensor> in = firstCall("input").inputs();
        return in.isEmpty() ? output() : in.get(0);
    }

    private CallNode firstCall(String what) {
        List<CallNode> all = calls();
        if (all.isEmpty()) {
            throw new KerataException(at() + " has no " + what + ": it has not been applied to the input of a model.");
        }
        return all.get(0);
    }

    // ---- weights ----

    /** The layers within this one, in order. */
    protected List<Layer> layersWithin() {
        return tracked;
    }

    /** All weights, in Keras's order: its own trainable ones, its own others, then those of the layers within. */
    public final List<Variable> weights() {
        return List.copyOf(collect(false).keySet());
    }

    /** The weights that training changes now. */
    public final List<Variable> trainableWeights() {
        return chosen(true);
    }

    /** The weights that training does not change now. */
    public final List<Variable> nonTrainableWeights() {
        return chosen(false);
    }

    /** All state: the weights and the random counters. */
    public final List<Variable> variables() {
        return List.copyOf(collect(true).keySet());
    }

    private List<Variable> chosen(boolean changed) {
        List<Variable> out = new ArrayList<>();
        collect(false).forEach((v, t) -> {
            if ((t && trainable) == changed) {
                out.add(v);
            }
        });
        return out;
    }

    private Map<Variable, Boolean> collect(boolean withSeeds) {
        Map<Variable, Boolean> all = new LinkedHashMap<>();
        collect(all, withSeeds);
        return all;
    }

    private void collect(Map<Variable, Boolean> all, boolean withSeeds) {
        trainableOwn.forEach(w -> all.putIfAbsent(w.variable, trainable));
        otherOwn.forEach(w -> all.putIfAbsent(w.variable, false));
        if (withSeeds) {
            seeds.forEach(s -> all.putIfAbsent(s.state(), false));
        }
        for (Layer l : layersWithin()) {
            l.collect(all, withSeeds);
        }
    }

    /** The constraints of those weights that have one. */
    public final Map<Variable, Constraint> constraints() {
        Map<Variable, Constraint> all = new LinkedHashMap<>();
        collectConstraints(all);
        return Collections.unmodifiableMap(all);
    }

    private void collectConstraints(Map<Variable, Constraint> all) {
        for (Weight w : trainableOwn) {
            if (w.constraint != null) {
                all.put(w.variable, w.constraint);
            }
        }
        for (Layer l : layersWithin()) {
            l.collectConstraints(all);
        }
    }

    /** Copies of the weights' values, in the order of {@link #weights()}. */
    public List<Tensor> getWeights() {
        List<Tensor> out = new ArrayList<>();
        for (Variable v : weights()) {
            out.add(Tensor.of(v.value()));
        }
        return out;
    }

    /**
     * Gives the weights these values, in the order of {@link #weights()}; other element types are cast.
     *
     * @throws ShapeException if there are more or fewer, or a shape differs; nothing is changed then
     */
    public void setWeights(List<? extends Tensor> values) {
        List<Variable> own = weights();
        if (values.size() != own.size()) {
            throw new ShapeException(at() + " has " + own.size() + " weights"
                    + (built ? "" : ", since it is not built yet") + ". Received: " + values.size() + " values.");
        }
        for (int i = 0; i < own.size(); i++) {
            if (!own.get(i).shape().equals(values.get(i).shape())) {
                throw new ShapeException(at() + ": weight " + i + " (\""
                        + own.get(i).name() + "\") has shape " + own.get(i).shape() + ". Received: shape "
                        + values.get(i).shape() + ".");
            }
        }
        for (int i = 0; i < own.size(); i++) {
            own.get(i).assign(values.get(i).cast(own.get(i).dtype()));
        }
    }

    /** How many numbers the weights hold. */
    public final long countParams() {
        long n = 0;
        for (Variable v : weights()) {
            n += v.size();
        }
        return n;
    }

    // ---- config ----

    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("name", name());
        out.put("trainable", trainable);
        out.put("dtype", policy(dtype));
        Regularizer r = activityRegularizer;
        out.putAll(super.config());
        if (r != null) {
            out.put("activity_regularizer", Regularizers.NAMES.write(r));
        }
        return out;
    }

    @Override
    public void configure(Map<String, ? extends @Nullable Object> config) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(config);
        if (rest.remove("name") instanceof String n) {
            name(n);
        }
        if (rest.remove("trainable") instanceof Boolean t) {
            trainable(t);
        }
        Object type = rest.remove("dtype");
        if (type != null) {
            dtype(policyName(type));
        }
        Object activity = rest.remove("activity_regularizer");
        if (activity != null) {
            activityRegularizer(Regularizers.NAMES.read(activity));
        }
        super.configure(rest);
    }

    /** The element type as a config has it. */
    protected final Map<String, @Nullable Object> dtypePolicy() {
        return policy(dtype);
    }

    private static Map<String, @Nullable Object> policy(DType dtype) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("module", "keras");
        out.put("class_name", "DTypePolicy");
        out.put("config", Map.of("name", dtype.toString()));
        out.put("registered_name", null);
        return out;
    }

    private static String policyName(Object value) {
        if (value instanceof String s) {
            return s;
        }
        Object config = Kind.toMap(value).get("config");
        return String.valueOf(config == null ? null : Kind.toMap(config).get("name"));
    }

    @Override
    protected void beforeChange(String option) {
        if (built) {
            throw new ConfigException(at() + ": " + option
                    + " cannot be changed any more, since the layer has been built. Set it before the"
                    + " layer is first applied.");
        }
    }

    @Override
    public String toString() {
        return className() + "(\"" + name() + "\")";
    }
}
