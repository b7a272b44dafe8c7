package org.kerata.training.losses;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;
import org.kerata.training.internal.Labels;

/**
 * The cross-entropy of class numbers and predicted probabilities. Where the predictions come straight from a softmax, the loss is computed
 * from its input.
 *
 * <p>Targets {@code (batch, …)} or {@code (batch, …, 1)}, predictions {@code (batch, …, classes)}, values {@code (batch, …)}. Keras:
 * {@code keras.losses.SparseCategoricalCrossentropy}.
 */
public final class SparseCategoricalCrossentropy extends FluentLoss<SparseCategoricalCrossentropy> {
    private final Option<Boolean> fromLogits = option("from_logits", BOOL, false);
    private final Option<Integer> ignoreClass = optional("ignore_class", INT);
    private final Option<Integer> axis = option("axis", INT, -1);

    /** From probabilities. */
    public SparseCategoricalCrossentropy() {
        super("sparse_categorical_crossentropy");
    }

    /** Whether predictions are logits, not probabilities; false by default. */
    public SparseCategoricalCrossentropy fromLogits(boolean fromLogits) {
        return with(this.fromLogits, fromLogits);
    }

    /** A label whose samples do not count, often -1 or 255; none by default. */
    public SparseCategoricalCrossentropy ignoreClass(int ignoreClass) {
        return with(this.ignoreClass, ignoreClass);
    }

    /** The axis of the classes; the last by default. */
    public SparseCategoricalCrossentropy axis(int axis) {
        return with(this.axis, axis);
    }

    @Override
    public boolean takesLabels() {
        return true;
    }

    @Override
    public @Nullable Integer ignoredLabel() {
        return ignoreClass.orNull();
    }

    @Override
    protected Tensor call(Tensor y, Tensor p) {
        return Losses.sparseCategoricalCrossentropy(y, p, fromLogits.get(), ignoreClass.orNull(), axis.get());
    }

    @Override
    protected @Nullable Tensor valid(Tensor y, Tensor p) {
        Integer ignored = ignoreClass.orNull();
        return ignored == null
                ? null
                : Labels.of("sparse_categorical_crossentropy", y, p, axis.get()).notEqual(ignored);
    }

    /** Keras does not write the axis. */
    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(super.config());
        out.remove("axis");
        return out;
    }
}
