package org.kerata.layers.recurrent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;

/**
 * One step of a gated recurrent unit. With {@code (z, r, h̃)} the three gates, {@code h' = σ(z) · h + (1 - σ(z)) · tanh(h̃)}, where r says how
 * much of the state goes into h̃: it multiplies the state's product with the recurrent kernel, or with {@code resetAfter(false)} the state
 * before that product.
 *
 * <p>Inputs {@code (batch, features)} and the state {@code (batch, units)}; outputs h' twice. Weights: {@code kernel (features, 3 · units)},
 * {@code recurrent_kernel (units, 3 · units)} and, with {@code useBias}, {@code bias}: {@code (2, 3 · units)}, one row for the input and one
 * for the state, or with {@code resetAfter(false)} {@code (3 · units)}. Cho et al., Learning Phrase Representations using RNN
 * Encoder-Decoder, 2014. Keras: {@code keras.layers.GRUCell}.
 */
public final class GRUCell extends UnitsCell<GRUCell> implements GatedUnits<GRUCell> {
    GRUCell() {
        this((UnitOptions) null);
    }

    GRUCell(@Nullable UnitOptions given) {
        super(UnitOptions.Variant.GRU, 3, given);
    }

    /** With this many units, 1 or more. */
    public GRUCell(int units) {
        this();
        options.units.set(units);
    }

    /** Whether the reset gate multiplies behind the product with the recurrent kernel; true by default. */
    public GRUCell resetAfter(boolean resetAfter) {
        return with(UnitOptions.own(options.resetAfter), resetAfter);
    }

    @Override
    public List<Integer> stateSizes() {
        return List.of(units());
    }

    boolean resetsAfter() {
        return UnitOptions.own(options.resetAfter).get();
    }

    @Override
    Shape biasShape() {
        Shape one = super.biasShape();
        return resetsAfter() ? one.prepend(2) : one;
    }

    /** The bias of the inputs, if there is one. */
    @Nullable
    Tensor inputBias() {
        Tensor b = bias();
        return b == null || !resetsAfter() ? b : Ops.get(b, 0);
    }

    /** The bias of the states, if there is one. */
    @Nullable
    Tensor recurrentBias() {
        Tensor b = bias();
        return b == null || !resetsAfter() ? null : Ops.get(b, 1);
    }

    @Override
    protected Step start(Shape input, Call call) {
        Projection projection = projection(input, inputBias(), call);
        List<Tensor> masks = recurrentMasks(input.dim(0), call);
        Tensor bias = recurrentBias();
        return new Step() {
            @Override
            public Tensor prepare(Tensor x) {
                return projection.of(x);
            }

            @Override
            public List<Tensor> of(Tensor x, List<Tensor> states) {
                Tensor h = states.get(0);
                Tensor next = resetsAfter() ? after(x, h, bias, masks) : before(x, h, masks);
                return List.of(next, next);
            }
        };
    }

    private Tensor after(Tensor x, Tensor h, @Nullable Tensor bias, List<Tensor> masks) {
        Tensor product = recur(h, recurrentKernel(), masks);
        List<Tensor> fromInput = Ops.split(x, 3, -1);
        List<Tensor> fromState = Ops.split(bias == null ? product : product.plus(bias), 3, -1);
        Tensor z = gate(fromInput.get(0).plus(fromState.get(0)));
        Tensor r = gate(fromInput.get(1).plus(fromState.get(1)));
        return mixed(z, h, fromInput.get(2).plus(r.times(fromState.get(2))));
    }

    private Tensor before(Tensor x, Tensor h, List<Tensor> masks) {
        List<Tensor> kernels = Ops.split(recurrentKernel(), new long[] {2L * units()}, 1);
        List<Tensor> fromInput = Ops.split(x, 3, -1);
        List<Tensor> fromState =
                Ops.split(recur(h, kernels.get(0), masks.isEmpty() ? masks : masks.subList(0, 2)), 2, -1);
        Tensor z = gate(fromInput.get(0).plus(fromState.get(0)));
        Tensor r = gate(fromInput.get(1).plus(fromState.get(1)));
        Tensor left = masks.isEmpty() ? h : h.times(masks.get(2));
        return mixed(z, h, fromInput.get(2).plus(r.times(left).matmul(kernels.get(1))));
    }

    private Tensor gate(Tensor x) {
        return UnitOptions.own(options.recurrentActivation).get().apply(x);
    }

    private Tensor mixed(Tensor z, Tensor h, Tensor candidate) {
        Tensor fresh = options.activation.get().apply(candidate);
        return z.times(h).plus(Tensor.scalar(1, z.dtype()).minus(z).times(fresh));
    }
}
