package org.kerata.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Scope;
import org.kerata.autodiff.graph.Spec;
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
public abstract non-sealed class Layer extends WeightedLayer {
    // Here: how a layer is built and applied. The layers within it: NestingLayer. Its name, type and config:
    // NamedLayer. Weights: WeightedLayer.

    /** An activation function: by name or as a function. */
    protected static final Kind<ActivationFunction> ACTIVATIONS = Activations.KIND;

    /** An initializer: by name, as an object or as a config. */
    protected static final Kind<Initializer> INITIALIZERS = Kind.named(() -> Initializers.NAMES, Initializer.class);

    /** A regularizer: by name, as an object or as a config. */
    protected static final Kind<Regularizer> REGULARIZERS = Kind.named(() -> Regularizers.NAMES, Regularizer.class);

    /** A constraint: by name, as an object or as a config. */
    protected static final Kind<Constraint> CONSTRAINTS = Kind.named(() -> Constraints.NAMES, Constraint.class);

    private final List<CallNode> nodes = new ArrayList<>();
    private InputSpec inputSpec = InputSpec.any();
    private boolean supportsMasking;
    private volatile boolean warned;
    private volatile boolean built;

    /** For subclasses. */
    protected Layer() {}

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

    /**
     * Types and shapes of the outputs of a call with options; as without any by default. A layer whose {@link #flags()} change its outputs
     * says so here.
     */
    protected List<Spec> outputSpecs(List<Spec> inputs, CallOptions options) {
        return outputSpecs(inputs);
    }

    /**
     * The mask of the first output; by default that of the first input if the layer supports masking, else none (and a warning). It is made
     * of ops, since it is also asked for when a model is wired and nothing has a value yet.
     */
    protected @Nullable Tensor computeMask(List<Tensor> inputs, Call call) {
        return supportsMasking ? call.mask() : null;
    }

    /** The masks of the outputs, null where there is none; by default only the first has one. */
    protected List<@Nullable Tensor> computeMasks(List<Tensor> inputs, Call call) {
        return Collections.singletonList(computeMask(inputs, call));
    }

    /**
     * Whether Keras's class takes the mask of its only input as an argument of the call. If so, the mask that is known when a model is wired
     * becomes part of the call there, as in Keras, and counts whatever becomes of the input's own.
     */
    protected boolean takesMask() {
        return false;
    }

    /** Whether inputs of another floating-point type are cast to the layer's; true by default. */
    protected boolean castsInputs() {
        return true;
    }

    /**
     * Keras's names of the arguments of a call, where the inputs are arguments of their own ({@code query}, {@code value}) and not one list
     * of tensors. The last one takes all inputs that are left if it ends in {@code "..."}; one that ends in {@code "="} is given by its
     * name alone. For model files; empty by default.
     */
    public List<String> callArguments() {
        return List.of();
    }

    /** {@link #callArguments()} for inputs like these, where it depends on them which arguments they are. */
    public List<String> callArguments(List<Tensor> inputs) {
        return callArguments();
    }

    /**
     * Keras's names of the masks in a call: one for each input, or a single one for them all, which is the default.
     */
    public List<String> maskArguments() {
        return List.of("mask");
    }

    /**
     * Keras's arguments of a call that are true or false, false by default, with what they are for calls of this layer that do not say:
     * {@code call.flag(name)} has what counts.
     */
    public Map<String, Boolean> flags() {
        return Map.of();
    }

    // ---- for use in subclasses ----

    /** A shape with these axes. */
    protected static Shape shape(long... dims) {
        return Shape.of(dims);
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

    /**
     * Applies the layer in a mode of its own. In the graph of a model it counts, as in Keras, only where the model is called without a mode:
     * {@code fit} and {@code predict} have theirs.
     */
    public final Tensor apply(Tensor x, Mode mode) {
        return apply(List.of(x), mode);
    }

    /** As {@link #apply(Tensor, Mode)}, to several tensors. */
    public final Tensor apply(List<? extends Tensor> xs, Mode mode) {
        return applyAll(xs, mode).get(0);
    }

    /** Applies the layer to a tensor, with options for this call. */
    public final Tensor apply(Tensor x, CallOptions options) {
        return apply(List.of(x), options);
    }

    /** Applies the layer to several tensors, with options for this call. */
    public final Tensor apply(List<? extends Tensor> xs, CallOptions options) {
        return applyAll(xs, options).get(0);
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
        return run(xs, null, CallOptions.NONE);
    }

    /** Applies the layer in a mode of its own (null: in that of the run) and returns all its outputs. */
    public final List<Tensor> applyAll(List<? extends Tensor> xs, @Nullable Mode mode) {
        return applyAll(xs, CallOptions.NONE.mode(mode));
    }

    /** Applies the layer with options for this call and returns all its outputs. */
    public final List<Tensor> applyAll(List<? extends Tensor> xs, CallOptions options) {
        return run(xs, null, options);
    }

    /** Applies the layer as part of a run and returns all its outputs. */
    public final List<Tensor> applyAll(List<? extends Tensor> xs, Call run) {
        return run(xs, run, CallOptions.NONE);
    }

    /** Applies the layer as part of a run, with options for this call, and returns all its outputs. */
    public final List<Tensor> applyAll(List<? extends Tensor> xs, Call run, CallOptions options) {
        return run(xs, run, options);
    }

    final List<Tensor> run(List<? extends Tensor> given, @Nullable Call outer, CallOptions options) {
        return new LayerRun(this, options).of(given, outer);
    }

    /** A first look at the inputs, before the layer is built and they are checked: models adapt ranks and types here. */
    protected List<Tensor> adapt(List<Tensor> xs) {
        return xs;
    }

    /** Called when the layer has computed; models keep the extra losses. */
    protected void finished(Call call, boolean outermost) {}

    /** Checks the inputs, and makes the weights unless they exist. */
    final void makeWeights(List<Tensor> xs) {
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
                    forgetWeights();
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

    /** Once: what is masked counts like anything else behind this layer. */
    final void warnOfMask() {
        if (warned) {
            return;
        }
        warned = true;
        LoggerFactory.getLogger(Layer.class)
                .warn("{} got an input with a mask, which it does not support. The mask is dropped.", at());
    }

    /** Adds the penalties on the weights of a layer, once a run; for layers within this one that are computed without being applied. */
    protected static void addPenalties(Layer layer, Call call) {
        if (!layer.trainable || !call.isFirst(layer)) {
            return;
        }
        layer.addWeightPenalties(call);
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

    /** Whether the weights exist. */
    @Override
    public final boolean isBuilt() {
        return built;
    }

    /** Whether masks are passed on. */
    public final boolean supportsMasking() {
        return supportsMasking;
    }

    /** The shape of the output for an input of this shape, in which axes may be unknown; builds the layer if needed. */
    public final Shape computeOutputShape(Shape input) {
        return computeOutputShapes(List.of(input)).get(0);
    }

    /** The shapes of the outputs for inputs of these shapes, in which axes may be unknown; builds the layer if needed. */
    public final List<Shape> computeOutputShapes(List<Shape> inputs) {
        try (Scope scope = Scope.enter(name())) {
            buildFor(inputs);
            List<Spec> specs = inputs.stream().map(s -> new Spec(dtype(), s)).toList();
            return outputSpecs(specs).stream().map(Spec::shape).toList();
        } catch (ShapeException e) {
            throw located(e);
        }
    }

    /** Adds a call to a graph. */
    final CallNode addCall(List<Tensor> xs, CallOptions options, List<Spec> outputs, List<@Nullable Tensor> masks) {
        synchronized (nodes) {
            CallNode n = new CallNode(this, nodes.size(), xs, options, outputs, masks);
            nodes.add(n);
            return n;
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
}
