package org.kerata.training.optimizers;

import java.util.List;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * How gradients that are too large are made smaller: in one of three ways, or not at all.
 *
 * @param norm the largest norm of the gradient of one weight
 * @param globalNorm the largest norm of all gradients together
 * @param value the largest value of an element
 */
record Clipping(Option<Double> norm, Option<Double> globalNorm, Option<Double> value) {

    /** Fails if more than one way is chosen. */
    void requireOne(String optimizer) {
        int given = (norm.isSet() ? 1 : 0) + (globalNorm.isSet() ? 1 : 0) + (value.isSet() ? 1 : 0);
        if (given > 1) {
            throw new ConfigException(
                    optimizer + ": only one of clipnorm, clipvalue and globalClipnorm can be set. Received: clipnorm="
                            + norm.orNull() + ", clipvalue=" + value.orNull() + ", globalClipnorm="
                            + globalNorm.orNull() + ".");
        }
    }

    List<Tensor> clip(List<Tensor> gradients) {
        Double each = norm.orNull();
        Double all = globalNorm.orNull();
        Double most = value.orNull();
        if (each != null) {
            return gradients.stream().map(g -> clipNorm(g, each)).toList();
        }
        if (all != null) {
            return clipTogether(gradients, all);
        }
        return most == null
                ? gradients
                : gradients.stream().map(g -> Ops.clip(g, -most, most)).toList();
    }

    private static Tensor clipNorm(Tensor g, double most) {
        Tensor norm = Ops.sqrt(Gradients.squares(g));
        Tensor limit = Tensor.scalar(most, g.dtype());
        return Gradients.scaled(g, limit.div(Ops.maximum(norm, limit)));
    }

    private static List<Tensor> clipTogether(List<Tensor> gradients, double most) {
        Tensor squares = null;
        for (Tensor g : gradients) {
            Tensor s = Gradients.squares(g);
            squares = squares == null ? s : squares.plus(s);
        }
        if (squares == null) {
            return gradients;
        }
        Tensor norm = Ops.sqrt(squares);
        // Infinite norms give NaN, as in Keras: a gradient that overflowed must not look like a small one.
        Tensor scale = Ops.minimum(Ops.reciprocal(norm), Tensor.scalar(1 / most, norm.dtype()))
                .times(most)
                .plus(norm.minus(norm));
        return gradients.stream().map(g -> Gradients.scaled(g, scale)).toList();
    }
}
