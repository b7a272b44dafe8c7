package org.kerata.autodiff.harness;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;

/**
 * One call of an op (or of a few together) on given inputs.
 *
 * @param name what is done, for people
 * @param function the call
 * @param inputs evaluated tensors, reals as {@code float32}
 * @param golden what real Keras found; null if nobody asked it
 * @param tolerance how far {@code float32} results may be off, in parts of their size
 * @param skipped checks that do not apply
 */
public record OpCase(
        String name,
        Compiled.Function function,
        List<Tensor> inputs,
        @Nullable Golden golden,
        double tolerance,
        Set<Check> skipped) {

    /** What the harness can hold against a case. */
    public enum Check {
        /** Outputs and gradients of real Keras. */
        GOLDEN,
        /** First and second derivatives against finite differences. */
        DIFFERENCES,
        /** The fast kernels against the portable ones in double precision. */
        FAST,
        /** Inputs that are transposed, reshaped, sliced and stretched tensors. */
        VIEWS,
        /** One, two, three and four slices against each other. */
        CUTS
    }

    /** What real Keras found. Seeds and gradients are null for outputs and inputs without gradients, or absent altogether. */
    public record Golden(
            List<Tensor> outputs,
            @Nullable List<@Nullable Tensor> seeds,
            @Nullable List<@Nullable Tensor> gradients) {}

    private static final double USUAL = 1e-5;

    /** A case without golden values. */
    public static OpCase of(String name, Compiled.Function function, Tensor... inputs) {
        return new OpCase(name, function, List.of(inputs), null, USUAL, EnumSet.of(Check.GOLDEN, Check.CUTS));
    }

    /** A case with golden values. */
    static OpCase golden(String name, Compiled.Function function, List<Tensor> inputs, Golden golden) {
        return new OpCase(name, function, inputs, golden, USUAL, EnumSet.of(Check.CUTS));
    }

    /** A case big enough to be cut; only that and the fast kernels are looked at. */
    public static OpCase big(String name, Compiled.Function function, Tensor... inputs) {
        return new OpCase(
                name, function, List.of(inputs), null, USUAL, EnumSet.complementOf(EnumSet.of(Check.CUTS, Check.FAST)));
    }

    /** With another tolerance. */
    public OpCase within(double t) {
        return new OpCase(name, function, inputs, golden, t, skipped);
    }

    /** Without these checks. */
    public OpCase without(Check... checks) {
        Set<Check> more = EnumSet.copyOf(skipped);
        more.addAll(List.of(checks));
        return new OpCase(name, function, inputs, golden, tolerance, more);
    }

    boolean isFinite() {
        for (Tensor t : inputs) {
            for (double v : t.doubles()) {
                if (Double.isNaN(v) || Double.isInfinite(v)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The inputs with reals in double precision. */
    List<Tensor> wide() {
        List<Tensor> out = new ArrayList<>();
        for (Tensor t : inputs) {
            out.add(t.dtype().isFloating() ? Tensors.of(t.doubles(), t.shape(), DType.FLOAT64) : t);
        }
        return out;
    }

    /** The places of the inputs that have gradients. */
    List<Integer> real() {
        List<Integer> out = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).dtype() == DType.FLOAT32) {
                out.add(i);
            }
        }
        return out;
    }

    @Override
    public String toString() {
        return name;
    }
}
