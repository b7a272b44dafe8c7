package org.kerata.layers.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.activations.ActivationFunction;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.regularizers.Regularizer;

/**
 * A layer that runs a cell of units along sequences {@code (batch, steps, features)} and has the cell's options as its own.
 *
 * @param <L> the layer's own type
 * @param <C> the type of its cell
 */
public abstract class UnitsRNN<L extends UnitsRNN<L, C>, C extends UnitsCell<C>> extends BaseRNN<L> {
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

    /** The activation by name; {@code "tanh"} by default. */
    public L activation(String name) {
        return with(options.activation, name);
    }

    /** The activation as a function. */
    public L activation(ActivationFunction function) {
        return with(options.activation, function);
    }

    /** Whether a bias is added; true by default. */
    public L useBias(boolean useBias) {
        return with(options.useBias, useBias);
    }

    /** How the kernel starts, by name; {@code "glorot_uniform"} by default. */
    public L kernelInitializer(String name) {
        return with(options.kernelInitializer, name);
    }

    /** How the kernel starts. */
    public L kernelInitializer(Initializer initializer) {
        return with(options.kernelInitializer, initializer);
    }

    /** How the recurrent kernel starts, by name; {@code "orthogonal"} by default. */
    public L recurrentInitializer(String name) {
        return with(options.recurrentInitializer, name);
    }

    /** How the recurrent kernel starts. */
    public L recurrentInitializer(Initializer initializer) {
        return with(options.recurrentInitializer, initializer);
    }

    /** How the bias starts, by name; {@code "zeros"} by default. */
    public L biasInitializer(String name) {
        return with(options.biasInitializer, name);
    }

    /** How the bias starts. */
    public L biasInitializer(Initializer initializer) {
        return with(options.biasInitializer, initializer);
    }

    /** A penalty on the kernel, by name; none by default. */
    public L kernelRegularizer(String name) {
        return with(options.kernelRegularizer, name);
    }

    /** A penalty on the kernel. */
    public L kernelRegularizer(Regularizer regularizer) {
        return with(options.kernelRegularizer, regularizer);
    }

    /** A penalty on the recurrent kernel, by name; none by default. */
    public L recurrentRegularizer(String name) {
        return with(options.recurrentRegularizer, name);
    }

    /** A penalty on the recurrent kernel. */
    public L recurrentRegularizer(Regularizer regularizer) {
        return with(options.recurrentRegularizer, regularizer);
    }

    /** A penalty on the bias, by name; none by default. */
    public L biasRegularizer(String name) {
        return with(options.biasRegularizer, name);
    }

    /** A penalty on the bias. */
    public L biasRegularizer(Regularizer regularizer) {
        return with(options.biasRegularizer, regularizer);
    }

    /** What the kernel is forced to after an update, by name; nothing by default. */
    public L kernelConstraint(String name) {
        return with(options.kernelConstraint, name);
    }

    /** What the kernel is forced to after an update. */
    public L kernelConstraint(Constraint constraint) {
        return with(options.kernelConstraint, constraint);
    }

    /** What the recurrent kernel is forced to after an update, by name; nothing by default. */
    public L recurrentConstraint(String name) {
        return with(options.recurrentConstraint, name);
    }

    /** What the recurrent kernel is forced to after an update. */
    public L recurrentConstraint(Constraint constraint) {
        return with(options.recurrentConstraint, constraint);
    }

    /** What the bias is forced to after an update, by name; nothing by default. */
    public L biasConstraint(String name) {
        return with(options.biasConstraint, name);
    }

    /** What the bias is forced to after an update. */
    public L biasConstraint(Constraint constraint) {
        return with(options.biasConstraint, constraint);
    }

    /** The share of the inputs that training drops, from 0 to 1, the same ones in all steps; 0 by default. */
    public L dropout(double rate) {
        return with(options.dropout, rate);
    }

    /** The share of the states that training drops on their way into a step, the same ones in all steps; 0 by default. */
    public L recurrentDropout(double rate) {
        return with(options.recurrentDropout, rate);
    }

    /** Where the random numbers start; by default that follows from the seed of the process and the layers' order. */
    public L seed(long seed) {
        return with(options.seed, seed);
    }

    /** Also of the cell. */
    @Override
    public L dtype(String dtype) {
        cell.dtype(dtype);
        return super.dtype(dtype);
    }

    /** The number of units. */
    public int units() {
        return options.units.get();
    }

    @Override
    public final C cell() {
        return cell;
    }

    @Override
    protected void build(List<Shape> inputs) {
        super.build(inputs);
        inputSpec(InputSpec.rank(3)
                .axis(-1, inputs.get(0).last(), "input features")
                .ofFirst());
    }

    @Override
    final Steps run(Tensor x, List<Tensor> initial, @Nullable Tensor mask, Call call) {
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

    /** From the states behind all steps. */
    final Steps steps(Tensor outputs, List<Tensor> states, @Nullable Tensor mask) {
        List<Tensor> last = new ArrayList<>();
        states.forEach(s -> last.add(Ops.get(s, goesBackwards() ? 0 : -1, 1)));
        Tensor y = outputs;
        Tensor end = last.get(0);
        if (mask != null && zeroesMasked()) {
            y = Ops.where(Ops.expandDims(mask, 2), y, Ops.zerosLike(y));
            end = Ops.get(y, goesBackwards() ? 0 : -1, 1);
        }
        return new Steps(y, end, last);
    }
}
