package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.apache.commons.math3.special.Erf;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.compile.RandomTask;
import org.kerata.autodiff.internal.kernels.reference.RandomReference;

/**
 * Random draws without state: a draw follows from its key, an {@code int64} tensor {@code [seed, counter]}, and its salt. Word i of a draw
 * belongs to its element i in row-major order ({@link org.kerata.autodiff.internal.kernels.Hash}), so the numbers do not depend on how
 * the work is cut. None has a gradient, except that of {@link #DROPOUT}'s input.
 */
public final class Randoms {
    /** The distribution function of the normal distribution between -2 and 2. */
    private static final double WITHIN_2 = Erf.erf(Math.sqrt(2));

    private Randoms() {}

    /**
     * What is drawn.
     *
     * @param salt tells draws apart that share a key
     */
    public record Draw(Shape shape, int salt) {}

    /** Evenly distributed {@code float32} numbers from 0 to below 1. */
    public static final Op<Draw> RANDOM_UNIFORM = Op.<Draw>named("random_uniform")
            .shape((in, a) -> drawn(in.get(0), a.shape, DType.FLOAT32))
            .noGradient()
            .reference(RandomReference::uniform)
            .kernel(RandomTask::lowerUniform)
            .build();

    /** Normally distributed {@code float32} numbers of mean 0 and deviation 1; elements 2i and 2i + 1 are made of words 2i and 2i + 1. */
    public static final Op<Draw> RANDOM_NORMAL = Op.<Draw>named("random_normal")
            .shape((in, a) -> drawn(in.get(0), a.shape, DType.FLOAT32))
            .noGradient()
            .reference(RandomReference::normal)
            .kernel(RandomTask::lowerNormal)
            .build();

    /** Normally distributed {@code float32} numbers, of which only those from -2 to 2 exist. */
    public static final Op<Draw> TRUNCATED_NORMAL = Op.<Draw>named("truncated_normal")
            .shape((in, a) -> drawn(in.get(0), a.shape, DType.FLOAT32))
            .noGradient()
            .definition((in, a) -> {
                Tensor even = RANDOM_UNIFORM.apply(a, in.get(0)).plus(0x1p-25);
                Tensor quantile = Ops.erfinv(even.times(2 * WITHIN_2).minus(WITHIN_2));
                return List.of(Ops.clip(quantile.times(Math.sqrt(2)), -2, 2));
            })
            .build();

    /** As {@link Draw}, from {@code low} to below {@code high}, at most 2³² apart. */
    public record DrawInt(Shape shape, int salt, long low, long high, DType dtype) {}

    /** Evenly distributed integers. */
    public static final Op<DrawInt> RANDOM_INT = Op.<DrawInt>named("random_int")
            .shape((in, a) -> drawn(in.get(0), a.shape, a.dtype))
            .noGradient()
            .reference(RandomReference::integers)
            .build();

    /**
     * What is dropped.
     *
     * @param rate the probability of dropping, from 0 to 1
     * @param noise the shape of the mask, which is broadcast to the input's; null for the input's own
     */
    public record Dropped(double rate, @Nullable Shape noise, int salt) {
        /** The mask for this input. */
        public Draw mask(Shape input) {
            return new Draw(noise == null ? input : noise, salt);
        }
    }

    /**
     * From {@code (x, key)}: each element of x becomes 0 with the probability of the rate, else is divided by the rest of it. Kept are
     * elements whose uniform number is not below the rate. It is linear in x and so its own gradient, with the same mask.
     */
    public static final Op<Dropped> DROPOUT = Op.<Dropped>named("dropout")
            .shape((in, a) -> {
                requireKey(in.get(1));
                Rules.requireFloating(in.get(0));
                Shape x = in.get(0).shape();
                if (a.noise != null && !Shape.broadcast(a.noise, x).matches(x)) {
                    throw new ShapeException(
                            "The noise of shape " + a.noise + " cannot be broadcast to the input's shape " + x + ".");
                }
                return in.get(0);
            })
            .definition((in, a) -> {
                Tensor x = in.get(0);
                Tensor kept = RANDOM_UNIFORM.apply(a.mask(x.shape()), in.get(1)).greaterEqual(a.rate);
                return List.of(Ops.where(kept, x.times(1 / (1 - a.rate)), Ops.zerosLike(x)));
            })
            .gradient(g -> grads(Randoms.DROPOUT.apply(g.attributes(), g.dy(), g.in(1)), null))
            .build();

    /** How many are put in order. */
    public record Order(int count, int salt) {}

    /** The numbers 0 to {@code count - 1} in random order, as {@code int32}. */
    public static final Op<Order> PERMUTATION = Op.<Order>named("permutation")
            .shape((in, a) -> drawn(in.get(0), Shape.of(a.count), DType.INT32))
            .noGradient()
            .reference(RandomReference::permutation)
            .build();

    /** The axis that is shuffled. */
    public record Shuffled(int axis, int salt) {}

    /** From {@code (x, key)}: the parts of x along the axis in random order. */
    public static final Op<Shuffled> SHUFFLE = Op.<Shuffled>named("shuffle")
            .shape((in, a) -> {
                requireKey(in.get(1));
                in.get(0).shape().axis(a.axis);
                return in.get(0);
            })
            .definition((in, a) -> {
                Order order = new Order(in.get(0).shape().intDim(a.axis), a.salt);
                return List.of(Ops.take(in.get(0), PERMUTATION.apply(order, in.get(1)), a.axis));
            })
            .build();

    private static Spec drawn(Spec key, Shape shape, DType dtype) {
        requireKey(key);
        return new Spec(dtype, shape);
    }

    static void requireKey(Spec key) {
        if (key.dtype() != DType.INT64 || !key.shape().matches(Shape.of(2))) {
            throw new ShapeException("The key must be int64 (2,), a seed and a counter. Received: " + key + ".");
        }
    }
}
