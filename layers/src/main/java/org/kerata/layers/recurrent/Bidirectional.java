package org.kerata.layers.recurrent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;
import org.kerata.layers.CallOptions;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Layer;
import org.kerata.layers.Layers;
import org.kerata.layers.Option;

/**
 * Runs a recurrent layer along sequences in both directions, each with weights of its own, and puts the outputs together.
 *
 * <p>Input {@code (batch, steps, features)} and perhaps the states to begin with, the forward layer's first; output as of the layer, of
 * twice the size with {@code mergeMode("concat")}. With no merge mode the two outputs are returned one after the other; then, with {@code
 * returnState}, the states of both. With {@code returnSequences} outputs stand in the order of the inputs, and those of masked steps are 0.
 * Keras: {@code keras.layers.Bidirectional}.
 */
public final class Bidirectional extends FluentLayer<Bidirectional> {
    private static final Kind<BaseRNN<?>> RECURRENT =
            Kind.of("a recurrent layer", Bidirectional::recurrent, l -> Layers.NAMES.write(l));

    private final Option<String> mergeMode =
            nullable("merge_mode", Kind.oneOf("sum", "mul", "concat", "ave"), "concat");
    private final Option<BaseRNN<?>> forward = required("layer", RECURRENT);
    private final Option<BaseRNN<?>> backward = optional("backward_layer", RECURRENT);

    Bidirectional() {
        supportsMasking(true);
        inputSpec(InputSpec.minRank(3).ofFirst());
    }

    /** Of this layer, which itself is left alone: copies run in each direction. */
    public Bidirectional(BaseRNN<?> layer) {
        this();
        take(layer, null);
    }

    /** The layer for the way back, with {@code goBackwards(true)}; by default a copy of the other. */
    public Bidirectional backwardLayer(BaseRNN<?> layer) {
        beforeChange("backwardLayer");
        take(forward.get(), layer);
        return this;
    }

    /** How outputs are put together: {@code "concat"} (the default), {@code "sum"}, {@code "mul"}, {@code "ave"}, or null for not at all. */
    public Bidirectional mergeMode(@Nullable String mergeMode) {
        return with(this.mergeMode, mergeMode);
    }

    private static @Nullable BaseRNN<?> recurrent(Object value) {
        Layer l = value instanceof Layer given ? given : Layers.NAMES.read(value);
        return l instanceof BaseRNN<?> r ? r : null;
    }

    @Override
    public void configure(Map<String, ? extends @Nullable Object> config) {
        super.configure(config);
        if (forward.isSet()) {
            take(forward.get(), backward.orNull());
        }
    }

    private void take(BaseRNN<?> layer, @Nullable BaseRNN<?> given) {
        BaseRNN<?> there = copy(layer, "forward_", layer.goesBackwards());
        BaseRNN<?> back = given != null ? given : copy(layer, "backward_", true);
        requireOpposite(there, back);
        for (Layer old : List.copyOf(layersWithin())) {
            untrack(old);
        }
        there.zeroOutputForMask(there.returnsSequences());
        back.zeroOutputForMask(back.returnsSequences());
        forward.set(track("forward_layer", there));
        backward.set(track("backward_layer", back));
    }

    private static BaseRNN<?> copy(BaseRNN<?> layer, String prefix, boolean goBackwards) {
        Map<String, @Nullable Object> object = Layers.NAMES.write(layer);
        Map<String, @Nullable Object> config = Kind.toMap(Objects.requireNonNull(object.get("config")));
        String name = layer.name();
        config.put("name", prefix + (name.startsWith(prefix) ? name.substring(prefix.length()) : name));
        config.put("go_backwards", goBackwards);
        object.put("config", config);
        return (BaseRNN<?>) Layers.NAMES.read(object);
    }

    private void requireOpposite(BaseRNN<?> there, BaseRNN<?> back) {
        if (there.goesBackwards() == back.goesBackwards()) {
            throw new ConfigException(className()
                    + ": the two layers must go in opposite directions. Received: goBackwards(" + back.goesBackwards()
                    + ") for both.");
        }
        requireSame("stateful", there.isStateful(), back.isStateful());
        requireSame("returnSequences", there.returnsSequences(), back.returnsSequences());
        requireSame("returnState", there.returnsState(), back.returnsState());
    }

    private void requireSame(String option, boolean there, boolean back) {
        if (there != back) {
            throw new ConfigException(className() + ": both layers must have the same " + option + ". Received: "
                    + there + " for the forward layer and " + back + " for the backward layer.");
        }
    }

    /** The layer that goes along the sequence. */
    public BaseRNN<?> forwardLayer() {
        return forward.get();
    }

    /** The layer that goes the other way. */
    public BaseRNN<?> backwardLayer() {
        BaseRNN<?> back = backward.orNull();
        return back != null ? back : forward.get();
    }

    /** The states that the next batch begins with, the forward layer's first, if the layers are stateful and built. */
    public List<Variable> states() {
        List<Variable> all = new ArrayList<>(forwardLayer().states());
        all.addAll(backwardLayer().states());
        return all;
    }

    /** Begins anew: the next batch starts with zeros. */
    public void resetStates() {
        forwardLayer().resetStates();
        backwardLayer().resetStates();
    }

    /** Also of the two layers. */
    @Override
    public Bidirectional dtype(String dtype) {
        layersWithin().forEach(l -> l.dtype(dtype));
        return super.dtype(dtype);
    }

    @Override
    public List<String> callArguments() {
        return List.of("sequences", "initial_state...");
    }

    @Override
    protected void build(List<Shape> inputs) {
        List<Shape> sequence = List.of(inputs.get(0));
        forwardLayer().buildFor(sequence);
        backwardLayer().buildFor(sequence);
        inputSpec(InputSpec.minRank(3)
                .axis(-1, inputs.get(0).last(), "input features")
                .ofFirst());
    }

    @Override
    protected List<Spec> outputSpecs(List<Spec> inputs) {
        List<Spec> one = forwardLayer().outputSpecs(inputs.subList(0, 1));
        List<Spec> two = backwardLayer().outputSpecs(inputs.subList(0, 1));
        Spec y = one.get(0);
        List<Spec> out = new ArrayList<>();
        if (mergeMode.orNull() == null) {
            out.add(y);
            out.add(two.get(0));
        } else if (mergeMode.get().equals("concat")) {
            long size = y.shape().last() + two.get(0).shape().last();
            out.add(y.with(y.shape().with(y.shape().rank() - 1, size)));
        } else {
            out.add(y);
        }
        out.addAll(one.subList(1, one.size()));
        out.addAll(two.subList(1, two.size()));
        return out;
    }

    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        Tensor x = xs.get(0);
        int there = forwardLayer().cell().stateSizes().size();
        int back = backwardLayer().cell().stateSizes().size();
        if (xs.size() != 1 && xs.size() != 1 + there + back) {
            throw new ShapeException("It takes a sequence and perhaps " + (there + back)
                    + " states, the forward layer's first. Received: " + xs.size() + " inputs.");
        }
        boolean given = xs.size() > 1;
        CallOptions masked = new CallOptions().mask(!given || call.isMaskGiven(0) ? call.mask() : null);
        List<Tensor> a = forwardLayer().applyAll(with(x, given ? xs.subList(1, 1 + there) : List.of()), call, masked);
        List<Tensor> b =
                backwardLayer().applyAll(with(x, given ? xs.subList(1 + there, xs.size()) : List.of()), call, masked);
        List<Tensor> out = new ArrayList<>(merged(along(forwardLayer(), a), along(backwardLayer(), b)));
        out.addAll(a.subList(1, a.size()));
        out.addAll(b.subList(1, b.size()));
        return out;
    }

    private static List<Tensor> with(Tensor x, List<Tensor> states) {
        List<Tensor> all = new ArrayList<>(List.of(x));
        all.addAll(states);
        return all;
    }

    /** A layer's outputs, in the order of the inputs where there are several. Keras turns those of the second layer in any case. */
    private Tensor along(BaseRNN<?> layer, List<Tensor> outputs) {
        Tensor y = outputs.get(0);
        return layer == backwardLayer() && layer.returnsSequences() ? Ops.flip(y, 1) : y;
    }

    private List<Tensor> merged(Tensor a, Tensor b) {
        String mode = mergeMode.orNull();
        if (mode == null) {
            return List.of(a, b);
        }
        return List.of(
                switch (mode) {
                    case "concat" -> Ops.concatenate(List.of(a, b), -1);
                    case "sum" -> a.plus(b);
                    case "ave" -> a.plus(b).div(2);
                    default -> a.times(b);
                });
    }

    @Override
    protected boolean takesMask() {
        return true;
    }

    @Override
    protected @Nullable Tensor computeMask(List<Tensor> inputs, Call call) {
        return forwardLayer().returnsSequences() ? call.mask() : null;
    }

    /** Without a merge mode also of the second output. */
    @Override
    protected List<@Nullable Tensor> computeMasks(List<Tensor> inputs, Call call) {
        return Collections.nCopies(mergeMode.orNull() == null ? 2 : 1, computeMask(inputs, call));
    }
}
