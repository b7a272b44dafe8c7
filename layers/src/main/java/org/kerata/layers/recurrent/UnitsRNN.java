package org.kerata.layers.recurrent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * A layer that runs a cell of units along sequences, {@code (batch, steps, features)} unless it says otherwise, and has the cell's options as its own.
 *
 * @param <L> the layer's own type
 * @param <C> the type of its cell
 */
public abstract non-sealed class UnitsRNN<L extends UnitsRNN<L, C>, C extends UnitsCell<C>> extends BaseRNN<L>
        implements Units<L> {
    final UnitOptions options;
    private final C cell;

    /** Makes the cell of a layer with these options. */
    interface Maker<C> {
        C cell(UnitOptions options);
    }

    UnitsRNN(UnitOptions.Variant variant, Maker<C> maker) {
        this.options = new UnitOptions(variant, new Mine());
        this.cell = track("cell", maker.cell(options));
        tolerate("implementation");
        tolerate("use_cudnn");
        inputSpec(InputSpec.rank(3).ofFirst());
    }

    /** Makes the options this object's own. */
    private final class Mine implements UnitOptions.Declarer {
        @Override
        public <T> Option<T> option(String key, Kind<T> kind, T initial) {
            return UnitsRNN.this.option(key, kind, initial);
        }

        @Override
        public <T> Option<T> optional(String key, Kind<T> kind) {
            return UnitsRNN.this.optional(key, kind);
        }
    }

    /** Also of the cell. */
    @Override
    public L dtype(String dtype) {
        cell.dtype(dtype);
        return super.dtype(dtype);
    }

    @Override
    public final C cell() {
        return cell;
    }

    @Override
    protected void build(List<Shape> inputs) {
        super.build(inputs);
        inputSpec(InputSpec.rank(inputs.get(0).rank())
                .axis(-1, inputs.get(0).last(), "input features")
                .ofFirst());
    }

    @Override
    Steps run(Tensor x, List<Tensor> initial, @Nullable Tensor mask, Call call) {
        // Unrolled, Keras begins with zeros where the first steps are masked, not with the initial state.
        boolean usual = options.areActivationsUsual() && !(unroll() && mask != null);
        boolean drops = call.training() && options.recurrentDropout.get() > 0;
        Tensor counts = mask == null ? null : Ops.squeeze(Steps.valid(mask), 2);
        Steps fused = usual && !drops ? fused(x, initial, counts, call) : null;
        return fused != null ? fused : super.run(x, initial, mask, call);
    }

    /** By an op of its own, if there is one for the cell and its options. */
    @Nullable
    Steps fused(Tensor x, List<Tensor> initial, @Nullable Tensor mask, Call call) {
        return null;
    }

    /** From the outputs, steps first, and the states behind the last step. */
    final Steps steps(Tensor outputs, List<Tensor> states, @Nullable Tensor mask) {
        Tensor y = Ops.swapaxes(outputs, 0, 1);
        Tensor end = states.get(0);
        if (mask != null && zeroesMasked()) {
            y = Ops.where(Ops.expandDims(mask, 2), y, Ops.zerosLike(y));
            end = Ops.get(y, goesBackwards() ? 0 : -1, 1);
        }
        return new Steps(y, end, states);
    }
}
