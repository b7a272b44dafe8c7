package org.kerata.layers.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.ops.Attentions;
import org.kerata.layers.Call;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
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
public abstract class ProjectedAttention<L extends ProjectedAttention<L>> extends BaseAttention<L> {
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

    private boolean maskIsThird;
    private Projection queries;
    private Projection keys;
    private Projection values;
    private Projection found;
    private @Nullable Projection gate;

    ProjectedAttention() {
        tolerate("flash_attention");
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

    @Override
    public List<String> callArguments() {
        return List.of("query", "value", "key", "attention_mask=");
    }

    @Override
    public List<String> callArguments(List<Tensor> inputs) {
        return inputs.size() == 3 && !isKeyGiven(inputs)
                ? List.of("query", "value", "attention_mask=")
                : callArguments();
    }

    @Override
    public List<String> maskArguments() {
        return List.of("query_mask", "value_mask", "key_mask");
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
        makeRandom();
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

    static boolean isKeyGiven(List<Tensor> xs) {
        return xs.size() == 4 || (xs.size() == 3 && xs.get(2).dtype().isFloating());
    }

    @Override
    Spec found(List<Spec> inputs) {
        Shape q = inputs.get(0).shape();
        return new Spec(dtype(), q.slice(0, q.rank() - 1).append(outputSize(q).dims()));
    }

    @Override
    Shape scores(List<Spec> inputs) {
        Shape q = inputs.get(0).shape().append(1);
        Shape v = inputs.get(1).shape().append(1);
        return new AttentionAxes(q, axes(q.rank() - 1)).scores(q, v, heads());
    }

    /** The output's is that which the query carries, given or not. */
    @Override
    protected @Nullable Tensor computeMask(List<Tensor> inputs, Call call) {
        return call.maskOf(inputs.get(0));
    }

    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        return attend(xs, call.mask(0), call);
    }

    /** The outputs, with this mask of the query. */
    final List<Tensor> attend(List<Tensor> xs, @Nullable Tensor queryMask, Call call) {
        requireTwo(xs.size());
        Tensor query = xs.get(0);
        Tensor value = xs.get(1);
        boolean keyGiven = isKeyGiven(xs);
        Tensor key = keyGiven ? xs.get(2) : value;
        Tensor given = xs.size() == 4 ? xs.get(3) : xs.size() == 3 && !keyGiven ? xs.get(2) : null;
        Tensor q = run(queries, query, call);
        Tensor k = run(keys, key, call);
        Projection g = gate;
        Tensor open = g == null ? null : run(g, query, call);
        Tensor v = run(values, value, call);
        AttentionAxes along = new AttentionAxes(q.shape(), axes(query.rank()));
        AttentionMasks masks =
                new AttentionMasks(along, isCausal(call), slidingWindow.isSet() ? slidingWindow.get() : 0);
        masks.query(queryMask);
        masks.value(call.mask(1));
        masks.value(keyGiven || call.isMaskGiven(2) ? call.mask(2) : null);
        masks.given(given);
        Tensor drops = drops(call);
        List<Tensor> in = new ArrayList<>(List.of(along.flat(q), along.flat(k), along.flat(v)));
        in.addAll(masks.all(q.shape(), k.shape()));
        Attentions.Attention how = new Attentions.Attention(
                1 / Math.sqrt(keySize()),
                masks.isCausal(),
                masks.window(),
                in.size() - 3,
                false,
                drops == null ? 0 : dropoutRate(),
                0,
                returnsScores(call) || drops() || !along.isPlain());
        if (drops != null) {
            in.add(drops);
        }
        List<Tensor> out = Attentions.ATTENTION.apply(how, in);
        Tensor seen = along.unflat(out.get(0), q.shape());
        Tensor y = run(found, open == null ? seen : seen.times(open), call);
        return returnsScores(call)
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
