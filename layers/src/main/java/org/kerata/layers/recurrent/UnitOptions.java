package org.kerata.layers.recurrent;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.activations.ActivationFunction;
import org.kerata.layers.activations.Activations;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.constraints.Constraints;
import org.kerata.layers.initializers.GlorotUniform;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.initializers.Initializers;
import org.kerata.layers.initializers.Orthogonal;
import org.kerata.layers.initializers.Zeros;
import org.kerata.layers.regularizers.Regularizer;
import org.kerata.layers.regularizers.Regularizers;

/**
 * The options that a cell of units and the layer that runs it have in common, in Keras's order. The one that the user makes declares them;
 * the cell within a layer reads the layer's.
 */
final class UnitOptions {
    /** Whose options; each has some of its own. */
    enum Variant {
        SIMPLE(0),
        LSTM(0),
        LSTM_CELL(0),
        GRU(0),
        CONV_LSTM_1D(1),
        CONV_LSTM_2D(2),
        CONV_LSTM_3D(3);

        /** Over how many axes the kernels move. */
        final int axes;

        Variant(int axes) {
            this.axes = axes;
        }

        boolean isLSTM() {
            return this == LSTM || axes > 0;
        }
    }

    /** Declares options of a layer. */
    interface Declarer {
        <T> Option<T> option(String key, Kind<T> kind, T initial);

        <T> Option<T> optional(String key, Kind<T> kind);
    }

    private static final Kind<Double> RATE = Kind.real("from 0 to 1", x -> x >= 0 && x <= 1);
    private static final Kind<Initializer> INITIALIZERS = Kind.named(() -> Initializers.NAMES, Initializer.class);
    private static final Kind<Regularizer> REGULARIZERS = Kind.named(() -> Regularizers.NAMES, Regularizer.class);
    private static final Kind<Constraint> CONSTRAINTS = Kind.named(() -> Constraints.NAMES, Constraint.class);

    final Option<Integer> units;
    final @Nullable KernelOptions kernels;
    final Option<ActivationFunction> activation;
    final @Nullable Option<ActivationFunction> recurrentActivation;
    final Option<Boolean> useBias;
    final @Nullable Option<Boolean> unitForgetBias;
    final Option<Initializer> kernelInitializer;
    final Option<Initializer> recurrentInitializer;
    final Option<Initializer> biasInitializer;
    final Option<Regularizer> kernelRegularizer;
    final Option<Regularizer> recurrentRegularizer;
    final Option<Regularizer> biasRegularizer;
    final Option<Constraint> kernelConstraint;
    final Option<Constraint> recurrentConstraint;
    final Option<Constraint> biasConstraint;
    final Option<Double> dropout;
    final Option<Double> recurrentDropout;
    final @Nullable Option<Boolean> resetAfter;
    final Option<Long> seed;

    UnitOptions(Variant v, Declarer of) {
        units = of.optional(v.axes == 0 ? "units" : "filters", Kind.positiveInteger());
        kernels = v.axes == 0 ? null : new KernelOptions(v.axes, of);
        activation = of.option("activation", Activations.KIND, Activations.get("tanh"));
        recurrentActivation = v == Variant.SIMPLE
                ? null
                : of.option("recurrent_activation", Activations.KIND, Activations.get("sigmoid"));
        useBias = of.option("use_bias", Kind.bool(), true);
        Option<Boolean> forget = v == Variant.LSTM_CELL ? of.option("unit_forget_bias", Kind.bool(), true) : null;
        kernelInitializer = of.option("kernel_initializer", INITIALIZERS, new GlorotUniform());
        recurrentInitializer = of.option("recurrent_initializer", INITIALIZERS, new Orthogonal());
        biasInitializer = of.option("bias_initializer", INITIALIZERS, new Zeros());
        unitForgetBias = v.isLSTM() ? of.option("unit_forget_bias", Kind.bool(), true) : forget;
        kernelRegularizer = of.optional("kernel_regularizer", REGULARIZERS);
        recurrentRegularizer = of.optional("recurrent_regularizer", REGULARIZERS);
        biasRegularizer = of.optional("bias_regularizer", REGULARIZERS);
        kernelConstraint = of.optional("kernel_constraint", CONSTRAINTS);
        recurrentConstraint = of.optional("recurrent_constraint", CONSTRAINTS);
        biasConstraint = of.optional("bias_constraint", CONSTRAINTS);
        dropout = of.option("dropout", RATE, 0.0);
        recurrentDropout = of.option("recurrent_dropout", RATE, 0.0);
        resetAfter = v == Variant.GRU ? of.option("reset_after", Kind.bool(), true) : null;
        seed = of.optional("seed", Kind.seed());
    }

    /** Those of a cell or a layer. */
    static UnitOptions of(Units<?> units) {
        if (units instanceof UnitsCell<?> cell) {
            return cell.options;
        }
        return ((UnitsRNN<?, ?>) units).options;
    }

    /** Sets an option and returns what has it, as its own type. */
    @SuppressWarnings("unchecked")
    static <S> S set(Units<S> units, Function<UnitOptions, Option<?>> option, Object value) {
        option.apply(of(units)).set(value);
        return (S) units;
    }

    /** What the variant has for certain. */
    static <T> T own(@Nullable T option) {
        if (option == null) {
            throw new IllegalStateException("This kind of cell has no such option.");
        }
        return option;
    }

    /** Whether the activations are those of which kernels of their own exist: tanh, and for gates the sigmoid. */
    boolean areActivationsUsual() {
        return activation.get() == Activations.get("tanh")
                && (recurrentActivation == null || recurrentActivation.get() == Activations.get("sigmoid"));
    }
}
