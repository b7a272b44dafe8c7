package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.Tensor;

/** Cross-entropies of probabilities or logits, as Keras has them; probabilities are kept 1e-7 away from 0 and 1. */
public abstract class CrossEntropyOps extends FormatOps {
    private static final double EPSILON = 1e-7;

    /** Not made: its methods are static. */
    protected CrossEntropyOps() {}

    /** For targets and probabilities of one shape: the loss of each element. */
    public static Tensor binaryCrossentropy(Tensor target, Tensor output) {
        return binaryCrossentropy(target, output, false);
    }

    /** For targets and probabilities, or logits, of one shape: the loss of each element. */
    public static Tensor binaryCrossentropy(Tensor target, Tensor output, boolean fromLogits) {
        if (fromLogits) {
            return sigmoidCrossEntropy(target, real(output));
        }
        Tensor p = inside(real(output));
        Tensor t = cast(target, p.dtype());
        Tensor rest = log(p.unaryMinus().plus(1));
        return t.times(log(p)).plus(t.unaryMinus().plus(1).times(rest)).unaryMinus();
    }

    /** For targets and probabilities of one shape {@code (…, classes)}: the loss of each row. */
    public static Tensor categoricalCrossentropy(Tensor target, Tensor output) {
        return categoricalCrossentropy(target, output, false, -1);
    }

    /** For targets and probabilities, or logits, of one shape: the loss of each line of the classes' axis. */
    public static Tensor categoricalCrossentropy(Tensor target, Tensor output, boolean fromLogits, int axis) {
        Tensor logs = logs(real(output), fromLogits, axis);
        return sum(cast(target, logs.dtype()).times(logs), new int[] {axis}, false)
                .unaryMinus();
    }

    /** For labels {@code (…)} and probabilities {@code (…, classes)}: the loss of each row. */
    public static Tensor sparseCategoricalCrossentropy(Tensor target, Tensor output) {
        return sparseCategoricalCrossentropy(target, output, false);
    }

    /** For labels {@code (…)}, or {@code (…, 1)}, and probabilities, or logits, {@code (…, classes)}: the loss of each row. */
    public static Tensor sparseCategoricalCrossentropy(Tensor target, Tensor output, boolean fromLogits) {
        Tensor labels = target.rank() == output.rank() && target.shape().last() == 1 ? squeeze(target, -1) : target;
        Tensor x = real(output);
        return sparseSoftmaxCrossEntropy(labels, fromLogits ? x : logs(x, false, -1));
    }

    private static Tensor logs(Tensor output, boolean fromLogits, int axis) {
        return fromLogits ? logSoftmax(output, axis) : log(inside(divide(output, sum(output, new int[] {axis}, true))));
    }

    private static Tensor inside(Tensor p) {
        return clip(p, EPSILON, 1 - EPSILON);
    }
}
