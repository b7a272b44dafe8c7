package org.kerata.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
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
    private final Run run;
    private final List<@Nullable Tensor> masks;

    /** What all calls of one run share. */
    private static final class Run {
        final IdentityHashMap<Tensor, Tensor> masks = new IdentityHashMap<>();
        final List<Tensor> losses = new ArrayList<>();
        final Set<Layer> regularized = Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private Call(boolean training, Run run, List<@Nullable Tensor> masks) {
        this.training = training;
        this.run = run;
        this.masks = masks;
    }

    /** Starts a run. */
    public static Call start(Mode mode) {
        return new Call(mode == Mode.TRAINING, new Run(), List.of());
    }

    /** The call that is running on this thread, if any. */
    static @Nullable Call current() {
        return CURRENT.get();
    }

    /** The call of a layer within this run. */
    Call of(List<Tensor> inputs, @Nullable Mode mode) {
        List<@Nullable Tensor> in = new ArrayList<>();
        for (Tensor t : inputs) {
            in.add(run.masks.get(t));
        }
        return new Call(mode == null ? training : mode == Mode.TRAINING, run, in);
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

    /** The mask that a layer gave one of its outputs in this run; null if there is none. */
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
