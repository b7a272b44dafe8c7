package org.kerata.layers.recurrent;

import org.kerata.layers.activations.ActivationFunction;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.regularizers.Regularizer;

/**
 * The options that a cell of units and the layer that runs it have in common.
 *
 * @param <S> the own type of the cell or layer
 */
public sealed interface Units<S> permits UnitsCell, UnitsRNN, GatedUnits {
    /** The number of units; of convolutions that of filters. */
    default int units() {
        return UnitOptions.of(this).units.get();
    }

    /** The activation by name; {@code "tanh"} by default. */
    default S activation(String name) {
        return UnitOptions.set(this, o -> o.activation, name);
    }

    /** The activation as a function. */
    default S activation(ActivationFunction function) {
        return UnitOptions.set(this, o -> o.activation, function);
    }

    /** Whether a bias is added; true by default. */
    default S useBias(boolean useBias) {
        return UnitOptions.set(this, o -> o.useBias, useBias);
    }

    /** How the kernel starts, by name; {@code "glorot_uniform"} by default. */
    default S kernelInitializer(String name) {
        return UnitOptions.set(this, o -> o.kernelInitializer, name);
    }

    /** How the kernel starts. */
    default S kernelInitializer(Initializer initializer) {
        return UnitOptions.set(this, o -> o.kernelInitializer, initializer);
    }

    /** How the recurrent kernel starts, by name; {@code "orthogonal"} by default. */
    default S recurrentInitializer(String name) {
        return UnitOptions.set(this, o -> o.recurrentInitializer, name);
    }

    /** How the recurrent kernel starts. */
    default S recurrentInitializer(Initializer initializer) {
        return UnitOptions.set(this, o -> o.recurrentInitializer, initializer);
    }

    /** How the bias starts, by name; {@code "zeros"} by default. */
    default S biasInitializer(String name) {
        return UnitOptions.set(this, o -> o.biasInitializer, name);
    }

    /** How the bias starts. */
    default S biasInitializer(Initializer initializer) {
        return UnitOptions.set(this, o -> o.biasInitializer, initializer);
    }

    /** A penalty on the kernel, by name; none by default. */
    default S kernelRegularizer(String name) {
        return UnitOptions.set(this, o -> o.kernelRegularizer, name);
    }

    /** A penalty on the kernel. */
    default S kernelRegularizer(Regularizer regularizer) {
        return UnitOptions.set(this, o -> o.kernelRegularizer, regularizer);
    }

    /** A penalty on the recurrent kernel, by name; none by default. */
    default S recurrentRegularizer(String name) {
        return UnitOptions.set(this, o -> o.recurrentRegularizer, name);
    }

    /** A penalty on the recurrent kernel. */
    default S recurrentRegularizer(Regularizer regularizer) {
        return UnitOptions.set(this, o -> o.recurrentRegularizer, regularizer);
    }

    /** A penalty on the bias, by name; none by default. */
    default S biasRegularizer(String name) {
        return UnitOptions.set(this, o -> o.biasRegularizer, name);
    }

    /** A penalty on the bias. */
    default S biasRegularizer(Regularizer regularizer) {
        return UnitOptions.set(this, o -> o.biasRegularizer, regularizer);
    }

    /** What the kernel is forced to after an update, by name; nothing by default. */
    default S kernelConstraint(String name) {
        return UnitOptions.set(this, o -> o.kernelConstraint, name);
    }

    /** What the kernel is forced to after an update. */
    default S kernelConstraint(Constraint constraint) {
        return UnitOptions.set(this, o -> o.kernelConstraint, constraint);
    }

    /** What the recurrent kernel is forced to after an update, by name; nothing by default. */
    default S recurrentConstraint(String name) {
        return UnitOptions.set(this, o -> o.recurrentConstraint, name);
    }

    /** What the recurrent kernel is forced to after an update. */
    default S recurrentConstraint(Constraint constraint) {
        return UnitOptions.set(this, o -> o.recurrentConstraint, constraint);
    }

    /** What the bias is forced to after an update, by name; nothing by default. */
    default S biasConstraint(String name) {
        return UnitOptions.set(this, o -> o.biasConstraint, name);
    }

    /** What the bias is forced to after an update. */
    default S biasConstraint(Constraint constraint) {
        return UnitOptions.set(this, o -> o.biasConstraint, constraint);
    }

    /** The share of the inputs that training drops, from 0 to 1, the same ones in all steps; 0 by default. */
    default S dropout(double rate) {
        return UnitOptions.set(this, o -> o.dropout, rate);
    }

    /** The share of the states that training drops on their way into a step, the same ones in all steps; 0 by default. */
    default S recurrentDropout(double rate) {
        return UnitOptions.set(this, o -> o.recurrentDropout, rate);
    }

    /** Where the random numbers start; by default that follows from the seed of the process and the layers' order. */
    default S seed(long seed) {
        return UnitOptions.set(this, o -> o.seed, seed);
    }
}
