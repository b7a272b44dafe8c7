package org.kerata.autodiff.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Engine.Kernels;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/** What an op must hold: see {@link OpCase.Check}. */
public final class OpHarness {
    private static final double STEP = 1e-5;
    private static final double DIFFERENCE_TOLERANCE = 2e-6;
    private static final int DIRECTIONS = 2;

    private OpHarness() {}

    /** Outputs, the gradients of the real inputs where outputs are real, and into how many slices the program was cut. */
    private record Result(List<Tensor> outputs, List<Tensor> gradients, int slices) {}

    /** Runs something under other settings of the engine. */
    public static <T> T under(Kernels kernels, int slices, Supplier<T> what) {
        Kernels kernelsBefore = Engine.kernels();
        int slicesBefore = Engine.slices();
        Engine.kernels(kernels);
        Engine.slices(slices);
        try {
            return what.get();
        } finally {
            Engine.kernels(kernelsBefore);
            Engine.slices(slicesBefore);
        }
    }

    /** Outputs and gradients as real Keras found them. Inputs that are not finite are for the portable kernels alone. */
    public static void golden(OpCase c) {
        OpCase.Golden g = c.golden();
        if (g == null) {
            throw new IllegalStateException(c + " has no golden values.");
        }
        for (Kernels k : Kernels.values()) {
            if (k == Kernels.FAST && !c.isFinite()) {
                continue;
            }
            Result r = under(k, Engine.slices(), () -> run(c, c.inputs(), g.seeds()));
            Close close = c.name().endsWith("_special") ? Close.each(c.tolerance()) : Close.within(c.tolerance());
            assertEquals(g.outputs().size(), r.outputs.size(), "number of outputs");
            for (int i = 0; i < r.outputs.size(); i++) {
                assertEquals(g.outputs().get(i).spec(), r.outputs.get(i).spec(), k + " output " + i);
                close.check(k + " output " + i, g.outputs().get(i), r.outputs.get(i));
            }
            List<@Nullable Tensor> gradients = g.gradients();
            if (gradients != null) {
                List<Integer> real = c.real();
                for (int i = 0; i < real.size(); i++) {
                    close.check(
                            k + " gradient of input " + real.get(i), gradients.get(real.get(i)), r.gradients.get(i));
                }
            }
        }
    }

    /** First and second derivatives in double precision against central differences along random directions. */
    public static void differences(OpCase c) {
        List<Tensor> x = c.wide();
        List<Integer> real = c.real();
        List<Tensor> outputs = c.function().of(x);
        List<@Nullable Tensor> seeds = seeds(outputs, 11);
        if (real.isEmpty() || seeds.stream().allMatch(s -> s == null)) {
            return;
        }
        List<Tensor> weights = new ArrayList<>();
        for (int i : real) {
            weights.add(Tensors.uniform(31 + i, -1, 1, x.get(i).shape().dims()).cast("float64"));
        }
        Tensor.evaluate(weights);
        Compiled.Function scalar = in -> List.of(scalar(c.function(), in, seeds));
        Compiled.Function first = in -> gradients(scalar, in, real);
        Compiled.Function along = in -> List.of(Tensors.dot(first.of(in), weights));
        Compiled.Function second = in -> gradients(along, in, real);
        compare("gradient", scalar, first, x, real);
        compare("second derivative", along, second, x, real);
    }

    private static void compare(
            String what, Compiled.Function f, Compiled.Function gradient, List<Tensor> x, List<Integer> real) {
        Compiled value = Compiled.ofList(f);
        List<Tensor> found = Compiled.ofList(gradient).runAll(x);
        Random random = new Random(5);
        for (int i = 0; i < real.size(); i++) {
            Tensor at = x.get(real.get(i));
            double[] g = found.get(i).doubles();
            for (int d = 0; d < DIRECTIONS && g.length > 0; d++) {
                double[] direction = random.doubles(g.length, -1, 1).toArray();
                double expected = (moved(value, x, real.get(i), at, direction, STEP)
                                - moved(value, x, real.get(i), at, direction, -STEP))
                        / (2 * STEP);
                double received = 0;
                double size = 1;
                for (int k = 0; k < g.length; k++) {
                    received += g[k] * direction[k];
                    size += Math.abs(g[k] * direction[k]);
                }
                if (!(Math.abs(expected - received) <= DIFFERENCE_TOLERANCE * size)) {
                    fail(what + " of input " + real.get(i) + ": central difference " + expected + ", by the rule "
                            + received);
                }
            }
        }
    }

    private static double moved(Compiled f, List<Tensor> x, int which, Tensor at, double[] direction, double step) {
        double[] v = at.doubles();
        for (int i = 0; i < v.length; i++) {
            v[i] += step * direction[i];
        }
        List<Tensor> in = new ArrayList<>(x);
        in.set(which, Tensors.of(v, at.shape(), at.dtype()));
        return f.runAll(in).get(0).doubleScalar();
    }

    /** The fast kernels in single precision against the portable ones in double. */
    public static void fast(OpCase c) {
        Result expected = under(Kernels.REFERENCE, 1, () -> run(c, c.wide(), null));
        Result received = under(Kernels.FAST, Engine.slices(), () -> run(c, c.inputs(), null));
        same(c, "fast", expected, received);
        Result plain = under(Kernels.REFERENCE, 1, () -> run(c, c.inputs(), null));
        same(c, "reference in float32", expected, plain);
    }

    /** The same results from inputs that are views of other tensors or stretched. */
    public static void views(OpCase c) {
        for (View view : View.values()) {
            List<Tensor> bases = new ArrayList<>();
            List<Tensor> plain = new ArrayList<>();
            for (Tensor x : c.inputs()) {
                bases.add(view.base(x));
                plain.add(view.of(bases.get(bases.size() - 1), x.shape()));
            }
            Tensor.evaluate(plain);
            Result expected = under(Kernels.REFERENCE, 1, () -> run(c, plain, null));
            UnaryOperator<List<Tensor>> through = in -> {
                List<Tensor> out = new ArrayList<>();
                for (int i = 0; i < in.size(); i++) {
                    out.add(view.of(in.get(i), c.inputs().get(i).shape()));
                }
                return out;
            };
            Result received = under(Kernels.FAST, Engine.slices(), () -> run(c, bases, through, null));
            List<Tensor> gradients = new ArrayList<>();
            List<Integer> real = c.real();
            for (int i = 0; i < expected.gradients.size(); i++) {
                Tensor base = bases.get(real.get(i));
                Tensor viewed =
                        view.of(Ops.identity(base), c.inputs().get(real.get(i)).shape());
                gradients.add(Gradients.of(viewed, expected.gradients.get(i), List.of(base))
                        .get(0));
            }
            same(
                    c,
                    view.name().toLowerCase(java.util.Locale.ROOT),
                    new Result(expected.outputs, gradients, 1),
                    received);
        }
    }

    /** The same results from any number of slices, up to rounding. */
    public static void cuts(OpCase c) {
        Result one = under(Kernels.FAST, 1, () -> run(c, c.inputs(), null));
        for (int s = 2; s <= 4; s++) {
            int slices = s;
            Result r = under(Kernels.FAST, slices, () -> run(c, c.inputs(), null));
            assertEquals(s, r.slices, "slices; the case may be too small to be cut");
            same(c, slices + " slices", one, r);
        }
    }

    private static void same(OpCase c, String what, Result expected, Result received) {
        Close close = Close.within(c.tolerance());
        for (int i = 0; i < expected.outputs.size(); i++) {
            assertEquals(
                    expected.outputs.get(i).shape(), received.outputs.get(i).shape(), what + ": output " + i);
            close.check(what + ": output " + i, expected.outputs.get(i), received.outputs.get(i));
        }
        assertEquals(expected.gradients.size(), received.gradients.size(), what + ": number of gradients");
        for (int i = 0; i < expected.gradients.size(); i++) {
            close.check(what + ": gradient of real input " + i, expected.gradients.get(i), received.gradients.get(i));
        }
    }

    private static Result run(OpCase c, List<Tensor> inputs, @Nullable List<@Nullable Tensor> seeds) {
        return run(c, inputs, UnaryOperator.identity(), seeds);
    }

    /** Outputs and gradients in one program, as a training step has them. */
    private static Result run(
            OpCase c,
            List<Tensor> inputs,
            UnaryOperator<List<Tensor>> through,
            @Nullable List<@Nullable Tensor> seeds) {
        List<Integer> real = c.real();
        int[] outputs = new int[1];
        Compiled program = Compiled.ofList(in -> {
            List<Tensor> outs = c.function().of(through.apply(in));
            outputs[0] = outs.size();
            List<Tensor> result = new ArrayList<>(outs);
            List<@Nullable Tensor> by = seeds != null ? seeds : seeds(outs, 7);
            if (by.stream().anyMatch(s -> s != null)) {
                result.addAll(gradients(scalar(outs, by), in, real));
            }
            return result;
        });
        List<Tensor> all = program.runAll(inputs);
        int slices = program.program(inputs.stream().map(Tensor::spec).toList())
                .plan()
                .slices();
        return new Result(all.subList(0, outputs[0]), all.subList(outputs[0], all.size()), slices);
    }

    private static Tensor scalar(Compiled.Function f, List<Tensor> in, List<@Nullable Tensor> seeds) {
        return scalar(f.of(in), seeds);
    }

    private static Tensor scalar(List<Tensor> outputs, List<@Nullable Tensor> seeds) {
        List<Tensor> a = new ArrayList<>();
        List<Tensor> b = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Tensor s = seeds.get(i);
            if (s != null) {
                a.add(outputs.get(i));
                b.add(s);
            }
        }
        return Tensors.dot(a, b);
    }

    private static List<Tensor> gradients(Compiled.Function scalar, List<Tensor> in, List<Integer> real) {
        return gradients(scalar.of(in).get(0), in, real);
    }

    private static List<Tensor> gradients(Tensor y, List<Tensor> in, List<Integer> real) {
        List<Tensor> xs = new ArrayList<>();
        for (int i : real) {
            xs.add(in.get(i));
        }
        List<@Nullable Tensor> found = Gradients.connected(y, Ops.onesLike(y), xs);
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < xs.size(); i++) {
            Tensor g = found.get(i);
            out.add(g == null ? Ops.zerosLike(xs.get(i)) : g);
        }
        return out;
    }

    /** Numbers to weigh real outputs with. */
    private static List<@Nullable Tensor> seeds(List<Tensor> outputs, long seed) {
        List<@Nullable Tensor> out = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Tensor y = outputs.get(i);
            out.add(
                    y.dtype().isFloating()
                            ? Tensors.of(
                                    Tensors.uniform(seed + i, -1, 1, y.shape().dims())
                                            .doubles(),
                                    y.shape(),
                                    y.dtype())
                            : null);
        }
        return out;
    }
}
