package org.kerata.layers.attention;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.ops.Attentions;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.SeedGenerator;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.initializers.GlorotUniform;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.initializers.Zeros;
import org.kerata.layers.regularizers.Regularizer;

/**
 * Attention of several heads, each with projections of its own for queries, keys and values, and one for what is found.
 *
 * <p>Inputs: query {@code (batch, T, …)}, value {@code (batch, S, …)}, then perhaps the key, by default the value, and perhaps a mask of
 * whole numbers or truth values {@code (batch, T, S)}, true where a query may look. What the masks of query, value and key leave out is not
 * looked at. Outputs: what is found {@code (batch, T, …)} and, with {@code returnAttentionScores}, the weights {@code (batch, heads, T, S)}.
 *
 * @param <L> the layer's own type
 */
public abstract class ProjectedAttention<L extends ProjectedAttention<L>> extends FluentLayer<L> {
    private final Option<Double> dropout = option("dropout", Kind.real("from 0 to 1", x -> x >= 0 && x <= 1), 0.0);
    private final Option<Boolean> useBias = option("use_bias", BOOL, true);
    private final Option<Boolean> useGate = option("use_gate", BOOL, false);
    private final Option<Integer> slidingWindow = optional("sliding_window", Kind.positiveInteger());
    private final Option<Initializer> kernelInitializer =
            option("kernel_initializer", INITIALIZERS, new GlorotUniform());
    private final Option<Initializer> biasInitializer = option("bias_initializer", INITIALIZERS, new Zeros());
    private final Option<Regularizer> kernelRegularizer = optional("kernel_regularizer", REGULARIZERS);
    private final Option<Regularizer> biasRegularizer = optional("bias_regularizer", REGULARIZERS);
    private final Option<Constraint> kernelConstraint = optional("kernel_constraint", CONSTRAINTS);
    private final Option<Constraint> biasConstraint = optional("bias_constraint", CONSTRAINTS);
    private final Option<Long> seed = optional("seed", SEED);

    private boolean causal;
    private boolean returnScores;
    private boolean maskIsThird;
    private Projection queries;
    private Projection keys;
    private Projection values;
    private Projection found;
    private @Nullable Projection gate;
    private @Nullable SeedGenerator random;

    ProjectedAttention() {
        tolerate("flash_attention");
        supportsMasking(true);
    }

    /** The probability with which a weight is dropped in training; 0 by default. */
    public L dropout(double rate) {
        return with(dropout, rate);
    }

    /** Whether projections have a bias; true by default. */
    public L useBias(boolean useBias) {
        return with(this.useBias, useBias);
    }

    /** Whether what is found is multiplied with the sigmoid of a further projection of the query; false by default. */
    public L useGate(boolean useGate) {
        return with(this.useGate, useGate);
    }

    /** A query looks only at keys less than so many places away; by default at all. */
    public L slidingWindow(int window) {
        return with(slidingWindow, window);
    }

    /** How the kernels start, by name; {@code "glorot_uniform"} by default. */
    public L kernelInitializer(String name) {
        return with(kernelInitializer, name);
    }

    /** How the kernels start. */
    public L kernelInitializer(Initializer initializer) {
        return with(kernelInitializer, initializer);
    }

    /** How the biases start, by name; {@code "zeros"} by default. */
    public L biasInitializer(String name) {
        return with(biasInitializer, name);
    }

    /** How the biases start. */
    public L biasInitializer(Initializer initializer) {
        return with(biasInitializer, initializer);
    }

    /** A penalty on the kernels, by name; none by default. */
    public L kernelRegularizer(String name) {
        return with(kernelRegularizer, name);
    }

    /** A penalty on the kernels. */
    public L kernelRegularizer(Regularizer regularizer) {
        return with(kernelRegularizer, regularizer);
    }

    /** A penalty on the biases, by name; none by default. */
    public L biasRegularizer(String name) {
        return with(biasRegularizer, name);
    }

    /** A penalty on the biases. */
    public L biasRegularizer(Regularizer regularizer) {
        return with(biasRegularizer, regularizer);
    }

    /** What the kernels are forced to after an update, by name; nothing by default. */
    public L kernelConstraint(String name) {
        return with(kernelConstraint, name);
    }

    /** What the kernels are forced to after an update. */
    public L kernelConstraint(Constraint constraint) {
        return with(kernelConstraint, constraint);
    }

    /** What the biases are forced to after an update, by name; nothing by default. */
    public L biasConstraint(String name) {
        return with(biasConstraint, name);
    }

    /** What the biases are forced to after an update. */
    public L biasConstraint(Constraint constraint) {
        return with(biasConstraint, constraint);
    }

    /** Where the random numbers of dropout start; by default that follows from the seed of the process and the layers' order. */
    public L seed(long seed) {
        return with(this.seed, seed);
    }

    /**
     * Whether a query looks only at keys up to its own place; false by default. In Keras {@code use_causal_mask}, an argument of the call
     * and no part of the config.
     */
    public L useCausalMask(boolean causal) {
        this.causal = causal;
        return self();
    }

    /**
     * Whether the weights are returned as a second output; false by default. In Keras {@code return_attention_scores}, an argument of the
     * call and no part of the config.
     */
    public L returnAttentionScores(boolean returnScores) {
        this.returnScores = returnScores;
        return self();
    }

    @SuppressWarnings("unchecked")
    private L self() {
        return (L) this;
    }

    @Override
    public List<String> callArguments() {
        return maskIsThird
                ? List.of("query", "value", "attention_mask")
                : List.of("query", "value", "key", "attention_mask");
    }

    @Override
    public Map<String, Object> callOptions() {
        Map<String, Object> out = new LinkedHashMap<>();
        if (causal) {
            out.put("use_causal_mask", true);
        }
        if (returnScores) {
            out.put("return_attention_scores", true);
        }
        return out;
    }

    @Override
    public boolean callOption(String name, @Nullable Object value) {
        if (value instanceof Boolean b && name.equals("use_causal_mask")) {
            useCausalMask(b);
            return true;
        }
        if (value instanceof Boolean b && name.equals("return_attention_scores")) {
            returnAttentionScores(b);
            return true;
        }
        return super.callOption(name, value);
    }

    // ---- what subclasses say ----

    /** How many queries' heads there are. */
    abstract int heads();

    /** How many heads of keys and values there are. */
    abstract int pairs();

    /** The size of a head of queries and keys. */
    abstract int keySize();

    /** The size of a head of values. */
    abstract int valueSize();

    /** The last axes of the output. */
    abstract Shape outputSize(Shape query);

    /** Which axes of the query are looked along. */
    abstract int[] axes(int rank);

    /** Under which attribute Keras's class has a projection, by which it stands in weight files. */
    String attribute(String projection) {
        return projection;
    }

    // ---- weights ----

    @Override
    protected void build(List<Shape> inputs) {
        requireTwo(inputs.size());
        Shape q = inputs.get(0);
        Shape v = inputs.get(1);
        Shape k = inputs.size() == 2 || isMaskThird(inputs) ? v : inputs.get(2);
        if (!v.slice(1, v.rank() - 1).matches(k.slice(1, k.rank() - 1)) || q.rank() != v.rank()) {
            throw new ShapeException(
                    "Value and key must agree but for their last axes, and have as many axes as the query."
                            + " Received: query " + q + ", value " + v + ", key " + k + ".");
        }
        Shape keyHeads = Shape.of(pairs(), keySize());
        Shape valueHeads = Shape.of(pairs(), valueSize());
        queries = projection("query_dense", "query", q, shape(q.last()), shape(heads(), keySize()));
        keys = projection("key_dense", "key", k, shape(k.last()), keyHeads);
        gate = useGate.get()
                ? projection("gate_dense", "gate", q, shape(q.last()), shape(heads(), valueSize()), Ops::sigmoid)
                : null;
        values = projection("value_dense", "value", v, shape(v.last()), valueHeads);
        Shape each = shape(heads(), valueSize());
        found = projection(
                "output_dense", "attention_output", q.slice(0, q.rank() - 1).append(each.dims()), each, outputSize(q));
        random = dropout.get() > 0 ? seedGenerator(seed) : null;
    }

    /** By its type, if that is known, else by its lengths: (…, T, S) instead of (…, S, features). */
    private boolean isMaskThird(List<Shape> inputs) {
        if (inputs.size() != 3 || maskIsThird) {
            return inputs.size() == 3;
        }
        Shape third = inputs.get(2);
        Shape pairs = Shape.of(inputs.get(0).dim(-2), inputs.get(1).dim(-2));
        boolean key = third.rank() == inputs.get(1).rank()
                && third.dim(-2) == inputs.get(1).dim(-2);
        return !key
                && third.rank() >= 2
                && third.slice(third.rank() - 2, third.rank()).equals(pairs);
    }

    private Projection projection(String attribute, String name, Shape input, Shape in, Shape out) {
        return projection(attribute, name, input, in, out, y -> y);
    }

    private Projection projection(
            String attribute, String name, Shape input, Shape in, Shape out, UnaryOperator<Tensor> activation) {
        Projection p = new Projection(name, in, out, ways(), activation);
        p.dtype(dtype().toString());
        p.trainable(isTrainable());
        p.activityRegularizer(activityRegularizer());
        track(attribute(attribute), p);
        p.buildFor(List.of(input));
        return p;
    }

    private Projection.Weights ways() {
        return new Projection.Weights(
                kernelInitializer.get(),
                useBias.get() ? biasInitializer.get() : null,
                kernelRegularizer.orNull(),
                biasRegularizer.orNull(),
                kernelConstraint.orNull(),
                biasConstraint.orNull());
    }

    private static void requireTwo(int inputs) {
        if (inputs < 2 || inputs > 4) {
            throw new ShapeException("It takes a query, a value, and perhaps a key and a mask. Received: " + inputs
                    + (inputs == 1 ? " input." : " inputs."));
        }
    }

    // ---- computing ----

    @Override
    protected List<Tensor> adapt(List<Tensor> xs) {
        maskIsThird = xs.size() == 3 && !xs.get(2).dtype().isFloating();
        return xs;
    }

    @Override
    protected List<Spec> outputSpecs(List<Spec> inputs) {
        Shape q = inputs.get(0).shape();
        Shape v = inputs.get(1).shape();
        List<Spec> out = new ArrayList<>();
        out.add(new Spec(dtype(), q.slice(0, q.rank() - 1).append(outputSize(q).dims())));
        if (returnScores) {
            AttentionAxes along = new AttentionAxes(q.append(1), axes(q.rank()));
            out.add(new Spec(dtype(), along.scores(q.append(1), v.append(1), heads())));
        }
        return out;
    }

    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        requireTwo(xs.size());
        Tensor query = xs.get(0);
        Tensor value = xs.get(1);
        boolean keyGiven =
                xs.size() == 4 || (xs.size() == 3 && xs.get(2).dtype().isFloating());
        Tensor key = keyGiven ? xs.get(2) : value;
        Tensor given = xs.size() == 4 ? xs.get(3) : xs.size() == 3 && !keyGiven ? xs.get(2) : null;
        Tensor q = run(queries, query, call);
        Tensor k = run(keys, key, call);
        Projection g = gate;
        Tensor open = g == null ? null : run(g, query, call);
        Tensor v = run(values, value, call);
        AttentionAxes along = new AttentionAxes(q.shape(), axes(query.rank()));
        AttentionMasks masks = new AttentionMasks(along, causal, slidingWindow.isSet() ? slidingWindow.get() : 0);
        masks.query(call.mask(0));
        masks.value(call.mask(1));
        masks.value(keyGiven ? call.mask(2) : null);
        masks.given(given);
        SeedGenerator r = random;
        boolean drops = r != null && call.training();
        List<Tensor> in = new ArrayList<>(List.of(along.flat(q), along.flat(k), along.flat(v)));
        in.addAll(masks.all(q.shape(), k.shape()));
        Attentions.Attention how = new Attentions.Attention(
                1 / Math.sqrt(keySize()),
                masks.isCausal(),
                masks.window(),
                in.size() - 3,
                false,
                drops ? dropout.get() : 0,
                0,
                returnScores || dropout.get() > 0 || !along.isPlain());
        if (r != null && drops) {
            in.add(r.next());
        }
        List<Tensor> out = Attentions.ATTENTION.apply(how, in);
        Tensor seen = along.unflat(out.get(0), q.shape());
        Tensor y = run(found, open == null ? seen : seen.times(open), call);
        return returnScores
                ? List.of(
                        y,
                        Ops.reshape(
                                out.get(1),
                                along.scores(q.shape(), k.shape(), heads()).dims()))
                : List.of(y);
    }

    private static Tensor run(Projection p, Tensor x, Call call) {
        return p.applyAll(List.of(x), call).get(0);
    }
}
