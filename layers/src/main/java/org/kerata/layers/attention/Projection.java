package org.kerata.layers.attention;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.regularizers.Regularizer;

/**
 * A fully connected layer from some last axes to others: {@code (…, in…)} to {@code (…, out…)}. Weights: {@code kernel (in…, out…)} and
 * perhaps {@code bias (out…)}, as those of Keras's EinsumDense.
 */
final class Projection extends Layer {
    private final Shape in;
    private final Shape out;
    private final Weights make;
    private final UnaryOperator<Tensor> activation;
    private Variable kernel;
    private @Nullable Variable bias;

    /**
     * How weights are made and kept.
     *
     * @param bias null for no bias
     */
    record Weights(
            Initializer kernel,
            @Nullable Initializer bias,
            @Nullable Regularizer kernelRegularizer,
            @Nullable Regularizer biasRegularizer,
            @Nullable Constraint kernelConstraint,
            @Nullable Constraint biasConstraint) {}

    Projection(String name, Shape in, Shape out, Weights make, UnaryOperator<Tensor> activation) {
        name(name);
        this.in = in;
        this.out = out;
        this.make = make;
        this.activation = activation;
        supportsMasking(true);
    }

    @Override
    public String className() {
        return "EinsumDense";
    }

    @Override
    protected void build(Shape input) {
        kernel = weight("kernel", in.append(out.dims()), make.kernel, make.kernelRegularizer, make.kernelConstraint);
        bias = make.bias == null ? null : weight("bias", out, make.bias, make.biasRegularizer, make.biasConstraint);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        Shape kept = x.shape().slice(0, x.rank() - in.rank());
        Tensor table =
                in.rank() == 1 ? x : Ops.reshape(x, kept.append(in.size()).dims());
        Tensor y = table.matmul(Ops.reshape(kernel, in.size(), out.size()));
        y = bias == null ? y : y.plus(Ops.reshape(bias, out.size()));
        return activation.apply(Ops.reshape(y, kept.append(out.dims()).dims()));
    }
}
