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
 * What cells of long short-term memory share: with {@code (i, f, c̃, o)} the four parts of what the kernels make of the input and of h,
 * {@code c' = σ(f) · c + σ(i) · tanh(c̃)} and {@code h' = σ(o) · tanh(c')}. Channels are last in all tensors.
 *
 * @param <C> the cell's own type
 */
abstract class BaseLSTMCell<C extends BaseLSTMCell<C>> extends UnitsCell<C> {
    BaseLSTMCell(UnitOptions.Variant variant, @Nullable UnitOptions given) {
        super(variant, 4, given);
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
