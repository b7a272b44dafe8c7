package org.kerata.autodiff.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.compile.BatchNormTask;

/** Normalisation by statistics of the batch. */
public final class Normalizations {
    private Normalizations() {}

    /** What is added to the variance. */
    public record BatchNorm(double epsilon) {}

    /**
     * From {@code (x, gamma, beta)}, gamma and beta of shape {@code (channels)}: x with mean 0 and variance 1 over all axes but the last,
     * times gamma, plus beta; the mean; the variance (divided by the count, not by one less).
     */
    public static final Op<BatchNorm> BATCH_NORM = Op.<BatchNorm>named("batch_norm")
            .shapes((in, a) -> {
                Spec channels = requireChannels(in, 1, 2);
                return List.of(in.get(0), channels, channels);
            })
            .definition((in, a) -> {
                Tensor x = in.get(0);
                int[] axes = allButLast(x.shape());
                Tensor mean = Ops.mean(x, axes, false);
                Tensor centred = x.minus(mean);
                Tensor variance = Ops.mean(Ops.square(centred), axes, false);
                Tensor scale = Ops.rsqrt(variance.plus(a.epsilon)).times(in.get(1));
                return List.of(centred.times(scale).plus(in.get(2)), mean, variance);
            })
            .gradient(Normalizations::batchNormGradient)
            .kernel(BatchNormTask::lower)
            .build();

    /**
     * From {@code (x, gamma, mean, variance, dy)} the gradients of x, gamma and beta; mean and variance are those that {@link #BATCH_NORM}
     * found, and x's part in them is accounted for.
     */
    public static final Op<BatchNorm> BATCH_NORM_GRAD = Op.<BatchNorm>named("batch_norm_grad")
            .shapes((in, a) -> {
                Spec channels = requireChannels(in, 1, 2, 3);
                if (!in.get(4).shape().matches(in.get(0).shape())) {
                    throw new ShapeException("The gradient must have the input's shape "
                            + in.get(0).shape() + ". Received: " + in.get(4).shape() + ".");
                }
                return List.of(in.get(0), channels, channels);
            })
            .definition((in, a) -> {
                Tensor dy = in.get(4);
                int[] axes = allButLast(dy.shape());
                double count = dy.shape().product(0, dy.rank() - 1);
                Tensor root = Ops.rsqrt(in.get(3).plus(a.epsilon));
                Tensor normal = in.get(0).minus(in.get(2)).times(root);
                Tensor dbeta = Ops.sum(dy, axes, false);
                Tensor dgamma = Ops.sum(dy.times(normal), axes, false);
                Tensor mean = dbeta.times(1 / count);
                Tensor slope = dgamma.times(1 / count);
                Tensor dx = dy.minus(mean).minus(normal.times(slope)).times(root.times(in.get(1)));
                return List.of(dx, dgamma, dbeta);
            })
            .kernel(BatchNormTask::lower)
            .build();

    /** By the definition where someone asks how the statistics themselves depend on x. */
    private static List<@Nullable Tensor> batchNormGradient(Adjoint<BatchNorm> g) {
        if (g.dy(1) != null || g.dy(2) != null) {
            return Rules.throughDefinition(BATCH_NORM, g);
        }
        return List.copyOf(
                BATCH_NORM_GRAD.apply(g.attributes(), List.of(g.in(0), g.in(1), g.out(1), g.out(2), g.dy())));
    }

    private static int[] allButLast(Shape s) {
        int[] axes = new int[s.rank() - 1];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = i;
        }
        return axes;
    }

    /** The type and shape of a vector with an entry for each channel; these inputs must have it. */
    private static Spec requireChannels(List<Spec> in, int... vectors) {
        Spec x = in.get(0);
        Rules.requireFloating(x);
        if (x.shape().rank() < 2) {
            throw new ShapeException(
                    "The input must have at least 2 axes, a batch and channels. Received: " + x.shape() + ".");
        }
        Spec channels = x.with(Shape.of(x.shape().last()));
        for (int i : vectors) {
            if (!in.get(i).shape().matches(channels.shape())) {
                throw new ShapeException("Scale, offset and statistics must have shape " + channels.shape()
                        + ", one entry for each channel of " + x.shape() + ". Received: "
                        + in.get(i).shape() + ".");
            }
        }
        return channels;
    }
}
