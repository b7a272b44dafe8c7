package org.kerata.layers.recurrent;

import java.util.List;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.InputSpec;

/**
 * One step of a {@link BaseConvLSTM}: long short-term memory whose kernels are convolutions. Inputs {@code (batch, …spatial, channels)} and
 * the states h and c, each {@code (batch, …spatial', filters)}.
 */
final class ConvLSTMCell extends BaseLSTMCell<ConvLSTMCell> {
    private final UnitOptions.Variant variant;
    private Shape state = Shape.SCALAR;

    ConvLSTMCell(UnitOptions.Variant variant, UnitOptions options) {
        super(variant, options);
        this.variant = variant;
        inputSpec(InputSpec.rank(variant.axes + 2).ofFirst());
    }

    private KernelOptions kernels() {
        return UnitOptions.own(options.kernels);
    }

    @Override
    public List<Integer> stateSizes() {
        return stateShapes().stream().map(s -> Math.toIntExact(s.size())).toList();
    }

    @Override
    List<Shape> stateShapes() {
        return List.of(state, state);
    }

    @Override
    Shape outputShape() {
        return state;
    }

    @Override
    protected void build(Shape input) {
        if (!input.slice(1, input.rank()).isKnown()) {
            throw new ShapeException("The size of its images and the number of their channels must be known. Received: "
                    + "steps of shape " + input + ".");
        }
        try {
            state = kernels().spatial(input).append(units());
        } catch (ConfigException e) {
            throw new ShapeException(String.valueOf(e.getMessage()));
        }
        super.build(input);
    }

    @Override
    Shape kernelShape(long from, long width) {
        return kernels().kernelShape(from, width);
    }

    /** Of the images of all steps as one batch. */
    @Override
    Tensor ofInput(Tensor x, Tensor kernel) {
        if (x.rank() == variant.axes + 2) {
            return Ops.conv(x, kernel, kernels().ofInputs());
        }
        Shape s = x.shape();
        Tensor all = Ops.reshape(x, s.without(0).with(0, s.dim(0) * s.dim(1)).dims());
        Tensor y = Ops.conv(all, kernel, kernels().ofInputs());
        return Ops.reshape(y, y.shape().without(0).prepend(s.dim(0), s.dim(1)).dims());
    }

    @Override
    Tensor ofState(Tensor h, Tensor kernel) {
        return Ops.conv(h, kernel, kernels().ofStates());
    }

    /** As Keras does with convolutions in any case. */
    @Override
    boolean dropsByGate() {
        return true;
    }
}
