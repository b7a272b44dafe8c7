package org.kerata.layers.normalization;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Variable;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.initializers.Ones;
import org.kerata.layers.initializers.Zeros;
import org.kerata.layers.regularizers.Regularizer;

/**
 * What layers have in common that bring each sample to mean 0 and variance 1 by itself: the weights {@code gamma}, a factor, and {@code
 * beta}, an offset.
 *
 * @param <L> the layer's own type
 */
public abstract class SampleNormalization<L extends SampleNormalization<L>> extends FluentLayer<L> {
    private final Option<Double> epsilon = option("epsilon", Kind.real("0 or more", x -> x >= 0), 1e-3);
    private final Option<Boolean> center = option("center", BOOL, true);
    private final Option<Boolean> scale = option("scale", BOOL, true);
    private final Option<Initializer> betaInitializer = option("beta_initializer", INITIALIZERS, new Zeros());
    private final Option<Initializer> gammaInitializer = option("gamma_initializer", INITIALIZERS, new Ones());
    private final Option<Regularizer> betaRegularizer = optional("beta_regularizer", REGULARIZERS);
    private final Option<Regularizer> gammaRegularizer = optional("gamma_regularizer", REGULARIZERS);
    private final Option<Constraint> betaConstraint = optional("beta_constraint", CONSTRAINTS);
    private final Option<Constraint> gammaConstraint = optional("gamma_constraint", CONSTRAINTS);

    private @Nullable Variable gamma;
    private @Nullable Variable beta;

    SampleNormalization() {
        supportsMasking(true);
    }

    /** What is added to the variance; 0.001 by default. */
    public L epsilon(double epsilon) {
        return with(this.epsilon, epsilon);
    }

    /** Whether beta is added; true by default. */
    public L center(boolean center) {
        return with(this.center, center);
    }

    /** Whether there is a gamma; true by default. */
    public L scale(boolean scale) {
        return with(this.scale, scale);
    }

    /** How the offset starts, by name; {@code "zeros"} by default. */
    public L betaInitializer(String name) {
        return with(betaInitializer, name);
    }

    /** How the offset starts. */
    public L betaInitializer(Initializer initializer) {
        return with(betaInitializer, initializer);
    }

    /** A penalty on the offset, by name; none by default. */
    public L betaRegularizer(String name) {
        return with(betaRegularizer, name);
    }

    /** A penalty on the offset. */
    public L betaRegularizer(Regularizer regularizer) {
        return with(betaRegularizer, regularizer);
    }

    /** What the offset is forced to after an update, by name; nothing by default. */
    public L betaConstraint(String name) {
        return with(betaConstraint, name);
    }

    /** What the offset is forced to after an update. */
    public L betaConstraint(Constraint constraint) {
        return with(betaConstraint, constraint);
    }

    /** How the factor starts, by name; {@code "ones"} by default. */
    public L gammaInitializer(String name) {
        return with(gammaInitializer, name);
    }

    /** How the factor starts. */
    public L gammaInitializer(Initializer initializer) {
        return with(gammaInitializer, initializer);
    }

    /** A penalty on the factor, by name; none by default. */
    public L gammaRegularizer(String name) {
        return with(gammaRegularizer, name);
    }

    /** A penalty on the factor. */
    public L gammaRegularizer(Regularizer regularizer) {
        return with(gammaRegularizer, regularizer);
    }

    /** What the factor is forced to after an update, by name; nothing by default. */
    public L gammaConstraint(String name) {
        return with(gammaConstraint, name);
    }

    /** What the factor is forced to after an update. */
    public L gammaConstraint(Constraint constraint) {
        return with(gammaConstraint, constraint);
    }

    /** Makes gamma and beta of this shape, as far as they are wanted. */
    final void makeWeights(Shape shape) {
        gamma = scale.get() ? weight("gamma", shape, gammaInitializer, gammaRegularizer, gammaConstraint) : null;
        beta = center.get() ? weight("beta", shape, betaInitializer, betaRegularizer, betaConstraint) : null;
    }

    /** What is added to the variance. */
    final double epsilon() {
        return epsilon.get();
    }

    /** The factor; null if there is none. */
    final @Nullable Variable gamma() {
        return gamma;
    }

    /** The offset; null if there is none. */
    final @Nullable Variable beta() {
        return beta;
    }
}
