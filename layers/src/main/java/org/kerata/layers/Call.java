package org.kerata.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;

/**
 * One run through a network, as a layer sees it: whether it is for training, the masks of the layer's inputs, and where extra losses and
 * output masks go. Layers called within a layer's {@code call} belong to the same run. Updates of state are plain
 * {@link org.kerata.autodiff.Variable#assign}.
 */
public final class Call {
    private static final ThreadLocal<@Nullable Call> CURRENT = new ThreadLocal<>();

    private final boolean training;
    private final boolean modeStated;
    private final Run run;
    private final List<@Nullable Tensor> masks;
    private final CallOptions options;

    /** What all calls of one run share. */
    private static final class Run {
        final IdentityHashMap<Tensor, Tensor> masks = new IdentityHashMap<>();
        final List<Tensor> losses = new ArrayList<>();
        final Set<Layer> regularized = Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private Call(boolean training, boolean modeStated, Run run, List<@Nullable Tensor> masks, CallOptions options) {
        this.training = training;
        this.modeStated = modeStated;
        this.run = run;
        this.masks = masks;
        this.options = options;
    }

    /** Starts a run. */
    public static Call start(Mode mode) {
        return new Call(mode == Mode.TRAINING, true, new Run(), List.of(), CallOptions.NONE);
    }

    /** Starts a run of which nobody has said what it is for: an inference, unless calls in the graph say otherwise. */
    static Call startUnstated() {
        return new Call(false, false, new Run(), List.of(), CallOptions.NONE);
    }

    /** For what is known of masks before anything is computed. */
    static Call ofGraph(Layer layer, List<Tensor> inputs, List<@Nullable Tensor> carried, CallOptions options) {
        Run run = new Run();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor mask = carried.get(i);
            if (mask != null) {
                run.masks.put(inputs.get(i), mask);
            }
        }
        return new Call(false, false, run, List.of(), CallOptions.NONE).of(layer, inputs, options);
    }

    /** The call that is running on this thread, if any. */
    static @Nullable Call current() {
        return CURRENT.get();
    }

    /**
     * The call of a layer within this run: a mask that is given counts in place of what the input carries, and masks that are one argument in
     * place of what all inputs carry.
     */
    Call of(Layer layer, List<Tensor> inputs, CallOptions options) {
        List<@Nullable Tensor> given = options.masks();
        boolean carry = layer.maskArguments().size() > 1 || given.stream().allMatch(Objects::isNull);
        List<@Nullable Tensor> in = new ArrayList<>();
        for (int i = 0; i < Math.max(inputs.size(), given.size()); i++) {
            Tensor mask = i < given.size() ? given.get(i) : null;
            in.add(mask == null && carry && i < inputs.size() ? run.masks.get(inputs.get(i)) : mask);
        }
        Mode mode = options.mode();
        return new Call(mode == null ? training : mode == Mode.TRAINING, modeStated || mode != null, run, in, options);
    }

    /** Whether somebody said what the run is for: then what calls in a graph say of it does not count. */
    boolean isModeStated() {
        return modeStated;
    }

    /** Makes this the current call until the result is closed. */
    Active activate() {
        Active a = new Active(CURRENT.get());
        CURRENT.set(this);
        return a;
    }

    /** Restores the call before. */
    record Active(@Nullable Call before) implements AutoCloseable {
        @Override
        public void close() {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** Whether the network is being trained. */
    public boolean training() {
        return training;
    }

    /** The mask of the layer's only (or first) input: {@code bool}, true where valid; null if it has none. */
    public @Nullable Tensor mask() {
        return mask(0);
    }

    /** The mask of an input; null if it has none. */
    public @Nullable Tensor mask(int input) {
        return input < masks.size() ? masks.get(input) : null;
    }

    /** The masks of the inputs, null where there is none. */
    public List<@Nullable Tensor> masks() {
        return masks;
    }

    /** Whether the call was given the mask of an input, which so counts whatever the input carries. */
    public boolean isMaskGiven(int input) {
        return input < options.masks().size() && options.masks().get(input) != null;
    }

    /** Keras's argument of this name that is true or false; false if the layer does not have it. */
    public boolean flag(String name) {
        return options.flags().getOrDefault(name, false);
    }

    /** Adds to the loss that training minimises; what is not a scalar is summed. */
    public void addLoss(Tensor loss) {
        run.losses.add(loss.rank() == 0 ? loss : loss.sum());
    }

    /**
     * The extra losses of the run so far, each a scalar: what layers added, and the penalties of their activity and weight regularizers.
     * Frozen weights have none.
     */
    public List<Tensor> losses() {
        return Collections.unmodifiableList(run.losses);
    }

    /** The mask that a tensor carries in this run, as the layer that made it gave it one; null if there is none. */
    public @Nullable Tensor maskOf(Tensor output) {
        return run.masks.get(output);
    }

    /** Gives a tensor a mask, for the layers and losses that read it in this run. */
    public void setMask(Tensor output, @Nullable Tensor mask) {
        if (mask == null) {
            run.masks.remove(output);
        } else {
            run.masks.put(output, mask);
        }
    }

    /** Gives tensors that were made of others by a cast or the like the masks of those. */
    void keepMasks(List<Tensor> from, List<Tensor> to) {
        for (int i = 0; i < from.size() && i < to.size(); i++) {
            Tensor mask = run.masks.get(from.get(i));
            if (mask != null && from.get(i) != to.get(i)) {
                run.masks.put(to.get(i), mask);
            }
        }
    }

    /** Whether this is the first call of the layer in the run. */
    boolean isFirst(Layer layer) {
        return run.regularized.add(layer);
    }
}
