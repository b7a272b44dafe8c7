package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.compile.RowNormTask;

/** Normalisation of each sample by its own statistics: of the last axis as a whole, or of groups of channels. */
public final class RowNormalizations {
    private static final int[] LAST = {-1};

    private RowNormalizations() {}

    /** What is added to the variance, or to the mean square. */
    public record RowNorm(double epsilon) {}

    /**
     * From {@code (x, gamma, beta)}, gamma and beta of the last axis's length: each row of x with mean 0 and variance 1, times gamma, plus
     * beta; the means; the variances. Ba, Kiros, Hinton: Layer Normalization.
     */
    public static final Op<RowNorm> LAYER_NORM = Op.<RowNorm>named("layer_normalization")
            .shapes((in, a) -> {
                Spec rows = requireRows(in, 1, 2);
                return List.of(in.get(0), rows, rows);
            })
            .definition((in, a) -> {
                Tensor x = in.get(0);
                Tensor mean = Ops.mean(x, LAST, true);
                Tensor centred = x.minus(mean);
                Tensor variance = Ops.mean(Ops.square(centred), LAST, true);
                Tensor normal = centred.times(Ops.rsqrt(variance.plus(a.epsilon)));
                return List.of(
                        normal.times(in.get(1)).plus(in.get(2)), Ops.squeeze(mean, -1), Ops.squeeze(variance, -1));
            })
            .gradient(RowNormalizations::layerNormGradient)
            .kernel((n, a) -> RowNormTask.lower(n, a, false))
            .build();

    /** From {@code (x, gamma, mean, variance, dy)} the gradients of x, gamma and beta; x's part in the statistics is accounted for. */
    public static final Op<RowNorm> LAYER_NORM_GRAD = Op.<RowNorm>named("layer_normalization_grad")
            .shapes((in, a) -> {
                Spec vector = in.get(1);
                return List.of(in.get(0), vector, vector);
            })
            .definition((in, a) -> {
                Tensor dy = in.get(4);
                Tensor root = Ops.rsqrt(Ops.expandDims(in.get(3), -1).plus(a.epsilon));
                Tensor normal = in.get(0).minus(Ops.expandDims(in.get(2), -1)).times(root);
                Tensor g = dy.times(in.get(1));
                Tensor dx = g.minus(Ops.mean(g, LAST, true))
                        .minus(normal.times(Ops.mean(g.times(normal), LAST, true)))
                        .times(root);
                return List.of(dx, overRows(dy.times(normal)), overRows(dy));
            })
            .kernel((n, a) -> RowNormTask.lowerGradient(n))
            .build();

    /**
     * From {@code (x, scale)}, scale of the last axis's length: each row of x divided by the root of its mean square, times the scale; the
     * mean squares. Zhang, Sennrich: Root Mean Square Layer Normalization.
     */
    public static final Op<RowNorm> RMS_NORM = Op.<RowNorm>named("rms_normalization")
            .shapes((in, a) -> {
                Spec rows = requireRows(in, 1);
                return List.of(in.get(0), rows);
            })
            .definition((in, a) -> {
                Tensor x = in.get(0);
                Tensor square = Ops.mean(Ops.square(x), LAST, true);
                Tensor normal = x.times(Ops.rsqrt(square.plus(a.epsilon)));
                return List.of(normal.times(in.get(1)), Ops.squeeze(square, -1));
            })
            .gradient(g -> {
                if (g.dy(1) != null) {
                    return Rules.throughDefinition(RowNormalizations.RMS_NORM, g);
                }
                return List.copyOf(RowNormalizations.RMS_NORM_GRAD.apply(
                        g.attributes(), List.of(g.in(0), g.in(1), g.out(1), g.dy())));
            })
            .kernel((n, a) -> RowNormTask.lower(n, a, true))
            .build();

    /** From {@code (x, scale, mean squares, dy)} the gradients of x and the scale. */
    public static final Op<RowNorm> RMS_NORM_GRAD = Op.<RowNorm>named("rms_normalization_grad")
            .shapes((in, a) -> List.of(in.get(0), in.get(1)))
            .definition((in, a) -> {
                Tensor dy = in.get(3);
                Tensor root = Ops.rsqrt(Ops.expandDims(in.get(2), -1).plus(a.epsilon));
                Tensor normal = in.get(0).times(root);
                Tensor g = dy.times(in.get(1));
                Tensor dx = g.minus(normal.times(Ops.mean(g.times(normal), LAST, true)))
                        .times(root);
                return List.of(dx, overRows(dy.times(normal)));
            })
            .kernel((n, a) -> RowNormTask.lowerGradient(n))
            .build();

    /** Into how many groups the channels are put, and what is added to the variance. */
    public record GroupNorm(int groups, double epsilon) {}

    /**
     * From {@code (x, gamma, beta)}, x of shape {@code (batch, …, channels)}, gamma and beta {@code (channels)}: each group of neighbouring
     * channels of each sample with mean 0 and variance 1 over all its elements, times gamma, plus beta. Wu, He: Group Normalization.
     */
    public static final Op<GroupNorm> GROUP_NORM = Op.<GroupNorm>named("group_normalization")
            .shape((in, a) -> {
                requireRows(in, 1, 2);
                Shape x = in.get(0).shape();
                if (x.rank() < 2 || a.groups < 1 || x.last() % a.groups != 0) {
                    throw new ShapeException("The input must have a batch axis and channels that can be put into "
                            + a.groups + " groups of one size. Received: " + x + ".");
                }
                return in.get(0);
            })
            .definition((in, a) -> List.of(groupNorm(in.get(0), in.get(1), in.get(2), a)))
            .build();

    private static Tensor groupNorm(Tensor x, Tensor gamma, Tensor beta, GroupNorm a) {
        Shape s = x.shape();
        long batch = s.dim(0);
        long positions = s.product(1, s.rank() - 1);
        Tensor flat = Ops.reshape(x, batch, positions, s.last());
        double share = (double) a.groups / (positions * s.last());
        Tensor centred = flat.minus(groupSums(flat, a.groups).times(share));
        Tensor variance = groupSums(Ops.square(centred), a.groups).times(share);
        Tensor factor = Ops.rsqrt(variance.plus(a.epsilon)).times(gamma);
        return Ops.reshape(centred.times(factor).plus(beta), s.dims());
    }

    /** From (batch, positions, channels) for each channel the sum over its group: first along the positions, which is a fast sum. */
    private static Tensor groupSums(Tensor x, int groups) {
        long batch = x.shape().dim(0);
        long channels = x.shape().last();
        Tensor perChannel = Ops.sum(x, new int[] {1}, false);
        Tensor sums = Ops.sum(Ops.reshape(perChannel, batch, groups, channels / groups), LAST, true);
        return Ops.reshape(Ops.broadcastTo(sums, Shape.of(batch, groups, channels / groups)), batch, 1, channels);
    }

    /** By the definition where someone asks how the statistics themselves depend on x. */
    private static List<@Nullable Tensor> layerNormGradient(Adjoint<RowNorm> g) {
        if (g.dys().get(0) == null || g.dy(1) != null || g.dy(2) != null) {
            return Rules.throughDefinition(LAYER_NORM, g);
        }
        List<Tensor> found =
                LAYER_NORM_GRAD.apply(g.attributes(), List.of(g.in(0), g.in(1), g.out(1), g.out(2), g.dy()));
        return grads(found.get(0), found.get(1), found.get(2));
    }

    /** The sum over all axes but the last. */
    private static Tensor overRows(Tensor t) {
        int[] axes = new int[t.rank() - 1];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = i;
        }
        return axes.length == 0 ? t : Ops.sum(t, axes, false);
    }

    /** The type and shape of a number for each row; these inputs must be vectors of a row's length. */
    private static Spec requireRows(List<Spec> in, int... vectors) {
        Spec x = in.get(0);
        Rules.requireFloating(x);
        if (x.shape().rank() < 1) {
            throw new ShapeException("The input must have an axis. Received: " + x + ".");
        }
        Spec vector = x.with(Shape.of(x.shape().last()));
        for (int i : vectors) {
            if (!in.get(i).shape().matches(vector.shape()) || in.get(i).dtype() != x.dtype()) {
                throw new ShapeException("Scale and offset must be " + vector
                        + ", one entry for each element of a row of " + x.shape() + ". Received: " + in.get(i) + ".");
            }
        }
        return x.with(x.shape().slice(0, x.shape().rank() - 1));
    }
}
