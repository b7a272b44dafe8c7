package org.kerata.layers.normalization;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Axes;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.initializers.Ones;
import org.kerata.layers.initializers.Zeros;
import org.kerata.layers.regularizers.Regularizer;

/**
 * Brings each channel to mean 0 and variance 1, times gamma, plus beta. In training by the batch's own statistics, of which moving means are
 * kept; in inference, and where the layer is frozen, by those.
 *
 * <p>Output of the input's shape. Weights, each {@code (channels)}: {@code gamma} with {@code scale}, {@code beta} with {@code center};
 * not trained: {@code moving_mean}, {@code moving_variance}. With a mask, only what is valid counts. Keras: {@code
 * keras.layers.BatchNormalization}.
 */
public final class BatchNormalization extends FluentLayer<BatchNormalization> {
    private final Option<Integer> axis = option("axis", INT, -1);
    private final Option<Double> momentum = option("momentum", DOUBLE, 0.99);
    private final Option<Double> epsilon = option("epsilon", Kind.real("0 or more", x -> x >= 0), 1e-3);
    private final Option<Boolean> center = option("center", BOOL, true);
    private final Option<Boolean> scale = option("scale", BOOL, true);
    private final Option<Initializer> betaInitializer = option("beta_initializer", INITIALIZERS, new Zeros());
    private final Option<Initializer> gammaInitializer = option("gamma_initializer", INITIALIZERS, new Ones());
    private final Option<Initializer> movingMeanInitializer =
            option("moving_mean_initializer", INITIALIZERS, new Zeros());
    private final Option<Initializer> movingVarianceInitializer =
            option("moving_variance_initializer", INITIALIZERS, new Ones());
    private final Option<Regularizer> betaRegularizer = optional("beta_regularizer", REGULARIZERS);
    private final Option<Regularizer> gammaRegularizer = optional("gamma_regularizer", REGULARIZERS);
    private final Option<Constraint> betaConstraint = optional("beta_constraint", CONSTRAINTS);
    private final Option<Constraint> gammaConstraint = optional("gamma_constraint", CONSTRAINTS);
    private final Option<Boolean> synchronised = option("synchronized", BOOL, false);

    private @Nullable Variable gamma;
    private @Nullable Variable beta;
    private Variable movingMean;
    private Variable movingVariance;

    /** Over the last axis. */
    public BatchNormalization() {
        tolerate("renorm", false);
        tolerate("renorm_momentum");
        supportsMasking(true);
        inputSpec(InputSpec.minRank(2));
    }

    /** The axis of the channels; -1 by default. */
    public BatchNormalization axis(int axis) {
        return with(this.axis, axis);
    }

    /** How much of the moving statistics is kept at a step; 0.99 by default. */
    public BatchNormalization momentum(double momentum) {
        return with(this.momentum, momentum);
    }

    /** What is added to the variance; 0.001 by default. */
    public BatchNormalization epsilon(double epsilon) {
        return with(this.epsilon, epsilon);
    }

    /** Whether beta is added; true by default. */
    public BatchNormalization center(boolean center) {
        return with(this.center, center);
    }

    /** Whether there is a gamma; true by default. */
    public BatchNormalization scale(boolean scale) {
        return with(this.scale, scale);
    }

    /** How the offset starts, by name; {@code "zeros"} by default. */
    public BatchNormalization betaInitializer(String name) {
        return with(betaInitializer, name);
    }

    /** How the offset starts. */
    public BatchNormalization betaInitializer(Initializer initializer) {
        return with(betaInitializer, initializer);
    }

    /** A penalty on the offset, by name; none by default. */
    public BatchNormalization betaRegularizer(String name) {
        return with(betaRegularizer, name);
    }

    /** A penalty on the offset. */
    public BatchNormalization betaRegularizer(Regularizer regularizer) {
        return with(betaRegularizer, regularizer);
    }

    /** What the offset is forced to after an update, by name; nothing by default. */
    public BatchNormalization betaConstraint(String name) {
        return with(betaConstraint, name);
    }

    /** What the offset is forced to after an update. */
    public BatchNormalization betaConstraint(Constraint constraint) {
        return with(betaConstraint, constraint);
    }

    /** How the factor starts, by name; {@code "ones"} by default. */
    public BatchNormalization gammaInitializer(String name) {
        return with(gammaInitializer, name);
    }

    /** How the factor starts. */
    public BatchNormalization gammaInitializer(Initializer initializer) {
        return with(gammaInitializer, initializer);
    }

    /** A penalty on the factor, by name; none by default. */
    public BatchNormalization gammaRegularizer(String name) {
        return with(gammaRegularizer, name);
    }

    /** A penalty on the factor. */
    public BatchNormalization gammaRegularizer(Regularizer regularizer) {
        return with(gammaRegularizer, regularizer);
    }

    /** What the factor is forced to after an update, by name; nothing by default. */
    public BatchNormalization gammaConstraint(String name) {
        return with(gammaConstraint, name);
    }

    /** What the factor is forced to after an update. */
    public BatchNormalization gammaConstraint(Constraint constraint) {
        return with(gammaConstraint, constraint);
    }

    /** How the moving mean starts, by name; {@code "zeros"} by default. */
    public BatchNormalization movingMeanInitializer(String name) {
        return with(movingMeanInitializer, name);
    }

    /** How the moving mean starts. */
    public BatchNormalization movingMeanInitializer(Initializer initializer) {
        return with(movingMeanInitializer, initializer);
    }

    /** How the moving variance starts, by name; {@code "ones"} by default. */
    public BatchNormalization movingVarianceInitializer(String name) {
        return with(movingVarianceInitializer, name);
    }

    /** How the moving variance starts. */
    public BatchNormalization movingVarianceInitializer(Initializer initializer) {
        return with(movingVarianceInitializer, initializer);
    }

    /** Whether statistics are those of the batches of all processes; false by default. There is one process, so it changes nothing. */
    public BatchNormalization synchronised(boolean synchronised) {
        return with(this.synchronised, synchronised);
    }

    @Override
    protected void build(Shape input) {
        long channels = input.dim(axis.get());
        Shape s = shape(channels);
        gamma = scale.get() ? weight("gamma", s, gammaInitializer, gammaRegularizer, gammaConstraint) : null;
        beta = center.get() ? weight("beta", s, betaInitializer, betaRegularizer, betaConstraint) : null;
        movingMean = state("moving_mean", s, movingMeanInitializer.get());
        movingVariance = state("moving_variance", s, movingVarianceInitializer.get());
        inputSpec(InputSpec.rank(input.rank()).axis(axis.get(), channels, "channels"));
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        return Axes.move(normalize(Axes.move(x, axis.get(), -1), call), -1, axis.get());
    }

    private Tensor normalize(Tensor x, Call call) {
        if (!call.training() || !isTrainable()) {
            return scaled(x, movingMean, movingVariance);
        }
        Tensor mask = call.mask();
        if (mask != null) {
            return masked(x, mask.cast(x.dtype()));
        }
        Shape channels = movingMean.shape();
        Tensor g = gamma != null ? gamma : Ops.full(channels, 1, x.dtype());
        Tensor b = beta != null ? beta : Ops.full(channels, 0, x.dtype());
        List<Tensor> out = Ops.batchNorm(x, g, b, epsilon.get());
        keep(out.get(1), out.get(2));
        return out.get(0);
    }

    /** One multiplication and one addition for each element: what depends on the channel alone is worked out before. */
    private Tensor scaled(Tensor x, Tensor mean, Tensor variance) {
        Tensor factor = Ops.rsqrt(variance.plus(epsilon.get()));
        factor = gamma == null ? factor : factor.times(gamma);
        Tensor offset = mean.times(factor).unaryMinus();
        offset = beta == null ? offset : offset.plus(beta);
        return x.times(factor).plus(offset);
    }

    private Tensor masked(Tensor x, Tensor weights) {
        int[] axes = IntStream.range(0, x.rank() - 1).toArray();
        Tensor w = Ops.expandDims(weights, -1);
        Tensor total = w.sum().plus(1e-7);
        Tensor mean = Ops.sum(x.times(w), axes, false).div(total);
        Tensor variance = Ops.sum(Ops.square(x.times(w).minus(mean)).times(w), axes, false)
                .div(total);
        keep(mean, variance);
        return scaled(x, mean, variance);
    }

    private void keep(Tensor mean, Tensor variance) {
        double m = momentum.get();
        movingMean.assign(movingMean.times(m).plus(Ops.stopGradient(mean).times(1 - m)));
        movingVariance.assign(
                movingVariance.times(m).plus(Ops.stopGradient(variance).times(1 - m)));
    }

    @Override
    protected boolean takesMask() {
        return true;
    }
}
