package org.kerata.training.losses;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;
import org.kerata.training.internal.Labels;

/**
 * The negative cosine of the angle between targets and predictions along an axis: -1 where both point the same way, 0 at a right angle, 1
 * where they are opposite, and 0 where either has no length.
 *
 * <p>Targets and predictions {@code (batch, …, d)}, values {@code (batch, …)}, without the axis. Keras:
 * {@code keras.losses.CosineSimilarity}, which forgets the axis in files; here it is written where it is not the last.
 */
public final class CosineSimilarity extends AlignedLoss<CosineSimilarity> {
    private final Option<Integer> axis = option("axis", INT, -1);

    /** Along the last axis. */
    public CosineSimilarity() {
        super("cosine_similarity");
    }

    /** The axis along which directions lie; the last by default. */
    public CosineSimilarity axis(int axis) {
        return with(this.axis, axis);
    }

    @Override
    Tensor compare(Tensor y, Tensor p) {
        int at = Labels.axis(function(), p, axis.get());
        return direction(y, at).times(direction(p, at)).sum(at).unaryMinus();
    }

    private static Tensor direction(Tensor x, int axis) {
        return Ops.normalize(x, axis, 2, EPSILON);
    }

    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(super.config());
        out.remove("axis", -1);
        return out;
    }
}
