package org.kerata.training.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;
import org.kerata.training.losses.Losses;

/**
 * The mean cosine of the angle between targets and predictions along an axis: 1 where both point the same way. The loss of this name is its
 * negative. Keras: {@code keras.metrics.CosineSimilarity}, which forgets the axis in files; here it is written where it is not the last.
 */
public final class CosineSimilarity extends MeanMetric<CosineSimilarity> {
    private final Option<Integer> axis = option("axis", INT, -1);

    /** Named {@code "cosine_similarity"}, along the last axis. */
    public CosineSimilarity() {
        super("cosine_similarity", Direction.UP);
    }

    /** The axis along which directions lie; the last by default. */
    public CosineSimilarity axis(int axis) {
        return with(this.axis, axis);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        return Losses.cosineSimilarity(y, p, axis.get()).unaryMinus();
    }

    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(super.config());
        out.remove("axis", -1);
        return out;
    }
}
