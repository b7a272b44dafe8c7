package org.kerata.training.losses;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
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
    public long classes(Shape prediction) {
        int at = axis.get();
        return at < -prediction.rank() || at >= prediction.rank() ? Shape.UNKNOWN : prediction.dim(at);
    }

    @Override
    public @Nullable Integer ignoredLabel() {
        return ignoreClass.orNull();
    }

    @Override
    protected Tensor call(Tensor y, Tensor p) {
        Tensor labels = Labels.of(function(), y, p, axis.get());
        int at = p.shape().axis(axis.get());
        Tensor behind = Logits.behindSoftmax(p, at);
        Tensor logits = Logits.last(behind != null ? behind : p, at);
        if (behind == null && !fromLogits.get()) {
            logits = Ops.log(Ops.clip(logits, AlignedLoss.EPSILON, 1 - AlignedLoss.EPSILON));
        }
        Integer ignored = ignoreClass.orNull();
        if (ignored == null) {
            return Ops.sparseSoftmaxCrossEntropy(labels, logits);
        }
        Tensor valid = labels.notEqual(ignored);
        Tensor values = Ops.sparseSoftmaxCrossEntropy(Ops.where(valid, labels, Ops.zerosLike(labels)), logits);
        return Ops.where(valid, values, Ops.zerosLike(values));
    }

    @Override
    protected @Nullable Tensor valid(Tensor y, Tensor p, Tensor values) {
        Integer ignored = ignoreClass.orNull();
        return ignored == null ? null : Labels.of(function(), y, p, axis.get()).notEqual(ignored);
    }

    /** Keras does not write the axis. */
    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(super.config());
        out.remove("axis");
        return out;
    }
}
