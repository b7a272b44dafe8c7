package org.kerata.layers.recurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Call;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.SeedGenerator;
import org.kerata.layers.initializers.Initializer;

/**
 * A cell of units: a kernel for the input, a recurrent kernel for the state and a bias, for one or several gates side by side.
 *
 * @param <C> the cell's own type
 */
public abstract non-sealed class UnitsCell<C extends UnitsCell<C>> extends Cell<C> implements Units<C> {
    final UnitOptions options;
    private final int gates;

    private @Nullable Variable kernel;
    private @Nullable Variable recurrentKernel;
    private @Nullable Variable bias;
    private @Nullable SeedGenerator random;

    /** With options of its own, or, within a layer, with the layer's. */
    UnitsCell(UnitOptions.Variant variant, int gates, @Nullable UnitOptions given) {
        this.options = given != null ? given : new UnitOptions(variant, new Mine());
        this.gates = gates;
        tolerate("implementation");
        inputSpec(InputSpec.rank(2).ofFirst());
    }

    /** The shape of a kernel from so many features to the units of all gates. */
    Shape kernelShape(long from, long width) {
        return shape(from, width);
    }

    /** What a kernel makes of the input of a step, or of all steps. */
    Tensor ofInput(Tensor x, Tensor kernel) {
        return x.matmul(kernel);
    }

    /** What a recurrent kernel makes of the state. */
    Tensor ofState(Tensor h, Tensor kernel) {
        return h.matmul(kernel);
    }

    /** Makes the options this object's own. */
    private final class Mine implements UnitOptions.Declarer {
        @Override
        public <T> Option<T> option(String key, Kind<T> kind, T initial) {
            return UnitsCell.this.option(key, kind, initial);
        }

        @Override
        public <T> Option<T> optional(String key, Kind<T> kind) {
            return UnitsCell.this.optional(key, kind);
        }
    }

    @Override
    public int outputSize() {
        return units();
    }

    /** The weight of the input, {@code (features, gates · units)}. */
    final Variable kernel() {
        return built(kernel);
    }

    /** The weight of the state, {@code (units, gates · units)}. */
    final Variable recurrentKernel() {
        return built(recurrentKernel);
    }

    /** The bias, if there is one. */
    final @Nullable Variable bias() {
        return bias;
    }

    private Variable built(@Nullable Variable v) {
        if (v == null) {
            throw new IllegalStateException(name() + " has not been built.");
        }
        return v;
    }

    /** The shape of the bias. */
    Shape biasShape() {
        return shape((long) gates * units());
    }

    /** How the bias starts. */
    Initializer biasStart() {
        return options.biasInitializer.get();
    }

    @Override
    protected void build(Shape input) {
        long width = (long) gates * units();
        kernel = weight(
                "kernel",
                kernelShape(input.last(), width),
                options.kernelInitializer,
                options.kernelRegularizer,
                options.kernelConstraint);
        recurrentKernel = weight(
                "recurrent_kernel",
                kernelShape(units(), width),
                options.recurrentInitializer,
                options.recurrentRegularizer,
                options.recurrentConstraint);
        bias = options.useBias.get()
                ? weight(
                        "bias",
                        biasShape(),
                        biasStart(),
                        options.biasRegularizer.orNull(),
                        options.biasConstraint.orNull())
                : null;
        random = options.dropout.get() > 0 || options.recurrentDropout.get() > 0 ? seedGenerator(options.seed) : null;
        inputSpec(InputSpec.rank(input.rank())
                .axis(-1, input.last(), "input features")
                .ofFirst());
    }

    // ---- dropout ----

    /** Whether each gate drops inputs and states of its own, as Keras does with recurrent dropout. */
    boolean dropsByGate() {
        return gates > 1 && options.recurrentDropout.get() > 0;
    }

    /** What training leaves of the states, a mask for each gate; empty if it leaves all. */
    final List<Tensor> recurrentMasks(long batch, Call call) {
        return masks(options.recurrentDropout.get(), outputShape().prepend(batch), call);
    }

    /** A mask, or one for each gate, with what is left scaled so that its mean stays; empty if nothing is dropped. */
    private List<Tensor> masks(double rate, Shape shape, Call call) {
        List<Tensor> out = new ArrayList<>();
        SeedGenerator r = random;
        if (call.training() && r != null && rate > 0 && rate < 1) {
            for (int i = 0; i < (dropsByGate() ? gates : 1); i++) {
                out.add(Ops.dropout(Ops.full(shape, 1, dtype()), rate, r.next()));
            }
        }
        return out;
    }

    /** How the inputs of all steps, less what is dropped, go through the kernel: {@code x · kernel + bias}. */
    final Projection projection(Shape input, @Nullable Tensor bias, Call call) {
        return new Projection(this::ofInput, kernel(), bias, masks(options.dropout.get(), input, call));
    }

    /**
     * The kernel's part of all gates.
     *
     * @param product what a kernel makes of inputs
     * @param masks what is left of the inputs: nothing for all, one mask for all gates, or one for each
     */
    record Projection(
            BinaryOperator<Tensor> product,
            Tensor kernel,
            @Nullable Tensor bias,
            List<Tensor> masks) {
        /** From {@code (batch, features)} or {@code (batch, steps, features)}. */
        Tensor of(Tensor x) {
            Tensor y;
            if (masks.size() > 1) {
                List<Tensor> kernels = Ops.split(kernel, masks.size(), -1);
                List<Tensor> parts = new ArrayList<>();
                for (int i = 0; i < masks.size(); i++) {
                    parts.add(product.apply(left(x, masks.get(i)), kernels.get(i)));
                }
                y = Ops.concatenate(parts, -1);
            } else {
                y = product.apply(masks.isEmpty() ? x : left(x, masks.get(0)), kernel);
            }
            return bias == null ? y : y.plus(bias);
        }

        /** From {@code (batch, steps, features)}, with steps first. */
        Tensor ofSteps(Tensor x) {
            List<Tensor> first = new ArrayList<>();
            masks.forEach(m -> first.add(Ops.expandDims(m, 0)));
            return new Projection(product, kernel, bias, first).of(Ops.swapaxes(x, 0, 1));
        }

        private static Tensor left(Tensor x, Tensor mask) {
            return x.times(x.rank() == mask.rank() ? mask : Ops.expandDims(mask, 1));
        }
    }

    /** The product of the state with the recurrent kernel, each gate with what is left of the state for it. */
    final Tensor recur(Tensor h, Tensor kernel, List<Tensor> masks) {
        if (masks.isEmpty()) {
            return ofState(h, kernel);
        }
        if (masks.size() == 1) {
            return ofState(h.times(masks.get(0)), kernel);
        }
        List<Tensor> kernels = Ops.split(kernel, masks.size(), -1);
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i < masks.size(); i++) {
            parts.add(ofState(h.times(masks.get(i)), kernels.get(i)));
        }
        return Ops.concatenate(parts, -1);
    }
}
