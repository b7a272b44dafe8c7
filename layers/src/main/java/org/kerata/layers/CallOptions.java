package org.kerata.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;

/**
 * What a call of a layer may be given beside its inputs: Keras's arguments {@code training}, {@code mask} (or {@code query_mask},
 * {@code value_mask}, {@code key_mask}) and those that are true or false, such as {@code use_causal_mask}. What is not given is as the
 * layer and its inputs have it. Immutable: each method returns options with one more.
 */
public final class CallOptions {
    static final CallOptions NONE = new CallOptions();

    private final boolean any;
    private final @Nullable Mode mode;
    private final List<@Nullable Tensor> masks;
    private final Map<String, Boolean> flags;

    /** Nothing beside the inputs. */
    public CallOptions() {
        this(false, null, List.of(), Map.of());
    }

    private CallOptions(boolean any, @Nullable Mode mode, List<@Nullable Tensor> masks, Map<String, Boolean> flags) {
        this.any = any;
        this.mode = mode;
        this.masks = masks;
        this.flags = flags;
    }

    /** The call is in this mode; null for that of the run. */
    public CallOptions mode(@Nullable Mode mode) {
        return new CallOptions(true, mode, masks, flags);
    }

    /**
     * The masks of the inputs in their order, {@code bool}, true where valid. Null means none; but where Keras has an argument for each, as
     * with MultiHeadAttention, it means what the input carries, and so it does where all are null.
     */
    public CallOptions masks(List<? extends @Nullable Tensor> masks) {
        return new CallOptions(true, mode, Collections.unmodifiableList(new ArrayList<>(masks)), flags);
    }

    /** The mask of the only input, {@code bool}, true where valid; or of several in their order. */
    public CallOptions mask(@Nullable Tensor... masks) {
        return masks(Arrays.asList(masks));
    }

    /** Keras's argument of this name, {@code "use_causal_mask"} for example, is true or false. */
    public CallOptions flag(String name, boolean value) {
        Map<String, Boolean> more = new LinkedHashMap<>(flags);
        more.put(name, value);
        return new CallOptions(true, mode, masks, Collections.unmodifiableMap(more));
    }

    /** As these options, with the flags that are not given as here. */
    CallOptions over(Map<String, Boolean> usual) {
        Map<String, Boolean> all = new LinkedHashMap<>(usual);
        all.putAll(flags);
        return new CallOptions(any, mode, masks, Collections.unmodifiableMap(all));
    }

    /** Whether anything is given, if only that nothing is. */
    boolean isGiven() {
        return any;
    }

    /** The mode the call insists on; null if it takes that of the run. */
    public @Nullable Mode mode() {
        return mode;
    }

    /** The masks that are given, in the order of the inputs: see {@link #masks(List)}. */
    public List<@Nullable Tensor> masks() {
        return masks;
    }

    /** Keras's arguments that are true or false. */
    public Map<String, Boolean> flags() {
        return flags;
    }
}
