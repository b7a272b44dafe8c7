package org.kerata.layers.recurrent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.activations.ActivationFunction;
import org.kerata.layers.initializers.Initializer;

/**
 * One step of long short-term memory. With {@code (i, f, c̃, o)} the four parts of {@code x · kernel + h · recurrentKernel + bias}, {@code c'
 * = σ(f) · c + σ(i) · tanh(c̃)} and {@code h' = σ(o) · tanh(c')}.
 *
 * <p>Inputs {@code (batch, features)} and the states h and c, each {@code (batch, units)}; outputs h', h' and c'. Weights: {@code kernel
 * (features, 4 · units)}, {@code recurrent_kernel (units, 4 · units)} and, with {@code useBias}, {@code bias (4 · units)}, of which f's part
 * starts at 1. Hochreiter and Schmidhuber, Long Short-Term Memory, 1997. Keras: {@code keras.layers.LSTMCell}.
 */
public final class LSTMCell extends UnitsCell<LSTMCell> implements GatedUnits<LSTMCell> {
    LSTMCell() {
        this((UnitOptions) null);
    }

    LSTMCell(@Nullable UnitOptions given) {
        super(UnitOptions.Variant.LSTM_CELL, 4, given);
    }

    /** With this many units, 1 or more. */
    public LSTMCell(int units) {
        this();
        options.units.set(units);
    }

    /** Whether the bias of the forget gate starts at 1; true by default. */
    public LSTMCell unitForgetBias(boolean unitForgetBias) {
        return with(UnitOptions.own(options.unitForgetBias), unitForgetBias);
    }

    @Override
    public List<Integer> stateSizes() {
        return List.of(units(), units());
    }

    @Override
    Initializer biasStart() {
        Initializer start = super.biasStart();
        return UnitOptions.own(options.unitForgetBias).get() ? new ForgetBias(start, units()) : start;
    }

    /** Ones for the forget gate, something else for the others. */
    private static final class ForgetBias extends Initializer {
        private final Initializer others;
        private final int units;

        ForgetBias(Initializer others, int units) {
            this.others = others;
            this.units = units;
        }

        @Override
        public Tensor apply(Shape shape, DType dtype, long seed) {
            return Ops.concatenate(
                    List.of(
                            others.apply(Shape.of(units), dtype, seed),
                            Ops.full(Shape.of(units), 1, dtype),
                            others.apply(Shape.of(2L * units), dtype, seed + 1)),
                    0);
        }
    }

    @Override
    protected Step start(Shape input, Call call) {
        Projection projection = projection(input, bias(), call);
        List<Tensor> masks = recurrentMasks(input.dim(0), call);
        ActivationFunction activation = options.activation.get();
        ActivationFunction gate = UnitOptions.own(options.recurrentActivation).get();
        return new Step() {
            @Override
            public Tensor prepare(Tensor x) {
                return projection.of(x);
            }

            @Override
            public List<Tensor> of(Tensor x, List<Tensor> states) {
                List<Tensor> z = Ops.split(x.plus(recur(states.get(0), recurrentKernel(), masks)), 4, -1);
                Tensor kept = gate.apply(z.get(1)).times(states.get(1));
                Tensor c = kept.plus(gate.apply(z.get(0)).times(activation.apply(z.get(2))));
                Tensor h = gate.apply(z.get(3)).times(activation.apply(c));
                return List.of(h, h, c);
            }
        };
    }
}
