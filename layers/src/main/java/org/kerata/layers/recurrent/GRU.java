package org.kerata.layers.recurrent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;

/**
 * Gated recurrent units along sequences.
 *
 * <p>Input {@code (batch, steps, features)} and perhaps a state {@code (batch, units)}; output {@code (batch, units)}, or {@code (batch,
 * steps, units)} with {@code returnSequences}. What a step computes, and the weights, stand in {@link GRUCell}. Keras: {@code
 * keras.layers.GRU}.
 */
public final class GRU extends UnitsRNN<GRU, GRUCell> implements GatedUnits<GRU> {
    GRU() {
        super(UnitOptions.Variant.GRU, GRUCell::new);
    }

    /** With this many units, 1 or more. */
    public GRU(int units) {
        this();
        options.units.set(units);
    }

    /** Whether the reset gate multiplies behind the product with the recurrent kernel; true by default. */
    public GRU resetAfter(boolean resetAfter) {
        return with(UnitOptions.own(options.resetAfter), resetAfter);
    }

    /** With the reset gate behind the product; the other way round there is a loop. */
    @Override
    @Nullable
    Steps fused(Tensor x, List<Tensor> initial, @Nullable Tensor mask, Call call) {
        GRUCell cell = cell();
        if (!cell.resetsAfter()) {
            return null;
        }
        Tensor gates =
                cell.projection(x.shape().without(1), cell.inputBias(), call).ofSteps(x);
        Tensor given = cell.recurrentBias();
        Tensor bias = given != null ? given : Ops.full(Shape.of(3L * units()), 0, dtype());
        List<Tensor> made = Ops.gru(
                gates, cell.recurrentKernel(), bias, initial.isEmpty() ? null : initial.get(0), mask, goesBackwards());
        return steps(made.get(0), made.subList(1, 2), mask);
    }
}
