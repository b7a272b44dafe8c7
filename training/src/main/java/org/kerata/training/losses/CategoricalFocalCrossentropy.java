package org.kerata.training.losses;

import java.util.Arrays;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * The {@link CategoricalCrossentropy} of hard cases: each class counts {@code alpha · (1 - p)^gamma}. Lin and others, "Focal loss for dense
 * object detection", 2017.
 *
 * <p>Targets and predictions {@code (batch, …, classes)}, values {@code (batch, …)}. Keras:
 * {@code keras.losses.CategoricalFocalCrossentropy}.
 */
public final class CategoricalFocalCrossentropy extends CategoricalLoss<CategoricalFocalCrossentropy> {
    private final Option<double[]> alpha = option("alpha", Kind.reals(), new double[] {0.25});
    private final Option<Double> gamma = option("gamma", DOUBLE, 2.0);

    /** From probabilities, with {@code alpha} 0.25 and {@code gamma} 2. */
    public CategoricalFocalCrossentropy() {
        super("categorical_focal_crossentropy");
    }

    /** What the classes count: a number for all, or one for each; 0.25 by default. */
    public CategoricalFocalCrossentropy alpha(double... alpha) {
        return with(this.alpha, alpha);
    }

    /** How little easy cases count: 0 is a plain cross-entropy; 2 by default. */
    public CategoricalFocalCrossentropy gamma(double gamma) {
        return with(this.gamma, gamma);
    }

    @Override
    Tensor compare(Tensor y, Tensor p, int axis) {
        Tensor given = isFromLogits() ? Ops.softmax(p, axis) : p;
        Tensor q = Ops.clip(given.div(Ops.sum(given, new int[] {axis}, true)), EPSILON, 1 - EPSILON);
        Tensor entropy = y.times(Ops.log(q)).unaryMinus();
        Tensor hard = q.unaryMinus().plus(1).pow(gamma.get());
        return weighted(hard, axis).times(entropy).sum(axis);
    }

    private Tensor weighted(Tensor hard, int axis) {
        double[] a = alpha.get();
        if (a.length == 1) {
            return hard.times(a[0]);
        }
        long classes = hard.shape().dim(axis);
        if (a.length != classes) {
            throw new ConfigException(function() + ": alpha must be a number, or one for each of the " + classes
                    + " classes. Received: " + Arrays.toString(a) + ".");
        }
        long[] line = new long[hard.rank()];
        Arrays.fill(line, 1);
        line[axis] = classes;
        return hard.times(Tensor.of(a, line).cast(hard.dtype()));
    }
}
