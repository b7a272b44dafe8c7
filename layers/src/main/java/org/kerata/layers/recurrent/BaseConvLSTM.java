package org.kerata.layers.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Axes;
import org.kerata.layers.Call;
import org.kerata.layers.InputSpec;

/**
 * Long short-term memory along sequences of images: what {@link LSTM} computes, with convolutions in place of the products with the
 * kernels. States are images too.
 *
 * @param <L> the layer's own type
 */
public abstract non-sealed class BaseConvLSTM<L extends BaseConvLSTM<L>> extends UnitsRNN<L, ConvLSTMCell>
        implements GatedUnits<L> {
    private final int axes;

    BaseConvLSTM(UnitOptions.Variant variant) {
        super(variant, options -> new ConvLSTMCell(variant, options));
        axes = variant.axes;
        inputSpec(InputSpec.rank(axes + 3).ofFirst());
    }

    /** Sets what must be given; for constructors. */
    final void filters(int filters, int... kernelSize) {
        options.units.set(filters);
        kernels().kernelSize.set(kernelSize);
    }

    private KernelOptions kernels() {
        return UnitOptions.own(options.kernels);
    }

    // ---- options ----

    /** How far the kernel moves over inputs: one number, or one for each spatial axis; 1 by default. */
    public L strides(int... strides) {
        return with(kernels().strides, strides);
    }

    /**
     * {@code "valid"} (the default): kernels lie inside the input; {@code "same"}: zeros are added so that every place is met. Over states
     * it is always {@code "same"}.
     */
    public L padding(String padding) {
        return with(kernels().padding, padding);
    }

    /** {@code "channels_last"} (the default) or {@code "channels_first"}, which is slower. */
    public L dataFormat(String format) {
        return with(kernels().dataFormat, format);
    }

    /** The distance between a kernel's elements over inputs: one number, or one for each spatial axis; 1 by default. */
    public L dilationRate(int... rate) {
        return with(kernels().dilationRate, rate);
    }

    /** Whether the bias of the forget gate starts at 1; true by default. */
    public L unitForgetBias(boolean unitForgetBias) {
        return with(UnitOptions.own(options.unitForgetBias), unitForgetBias);
    }

    // ---- the layer; the cell has channels last ----

    @Override
    protected void build(List<Shape> inputs) {
        super.build(inputs);
        Shape x = inputs.get(0);
        InputSpec spec = InputSpec.rank(axes + 3);
        for (int axis = 2; axis < x.rank(); axis++) {
            boolean channels = axis == (kernels().isLast() ? x.rank() - 1 : 2);
            spec = spec.axis(axis, x.dim(axis), channels ? "input channels" : "pixels along axis " + axis);
        }
        inputSpec(spec.ofFirst());
    }

    @Override
    Shape step(Shape x) {
        Shape step = super.step(x);
        return kernels().isLast() ? step : step.without(1).append(step.dim(1));
    }

    private Shape given(Shape channelsLast) {
        int last = channelsLast.rank() - 1;
        return kernels().isLast() ? channelsLast : channelsLast.without(last).prepend(channelsLast.last());
    }

    @Override
    List<Shape> stateShapes() {
        return super.stateShapes().stream().map(this::given).toList();
    }

    @Override
    Shape outputShape() {
        return given(super.outputShape());
    }

    @Override
    final Steps run(Tensor x, List<Tensor> initial, @Nullable Tensor mask, Call call) {
        if (kernels().isLast()) {
            return super.run(x, initial, mask, call);
        }
        Steps steps = super.run(Axes.move(x, 2, -1), moved(initial, 1, -1), mask, call);
        return new Steps(
                Axes.move(steps.outputs(), -1, 2), Axes.move(steps.last(), -1, 1), moved(steps.states(), -1, 1));
    }

    private static List<Tensor> moved(List<Tensor> images, int from, int to) {
        List<Tensor> out = new ArrayList<>();
        images.forEach(i -> out.add(Axes.move(i, from, to)));
        return out;
    }
}
