package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;
import org.kerata.autodiff.internal.kernels.GateLoops;

/** Layers' golden cases hold the ops against real Keras; these hold kernels, definitions and gradients against each other. */
class RecurrencesTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        List<OpCase> all = new ArrayList<>();
        for (boolean reverse : new boolean[] {false, true}) {
            String way = reverse ? " backwards" : "";
            all.add(OpCase.of("lstm" + way, in -> lstm(in, 0, false, reverse), x(1, 4, 2, 12), kernel(2, 3, 4)));
            all.add(OpCase.of(
                    "lstm from states, masked" + way,
                    in -> lstm(in, 2, true, reverse),
                    x(3, 5, 3, 8),
                    kernel(4, 2, 4),
                    x(5, 3, 2),
                    x(6, 3, 2),
                    mask(3, 5)));
            all.add(OpCase.of(
                    "gru" + way, in -> gru(in, false, false, reverse), x(7, 4, 2, 9), kernel(8, 3, 3), x(9, 9)));
            all.add(OpCase.of(
                    "gru from a state, masked" + way,
                    in -> gru(in, true, true, reverse),
                    x(10, 5, 3, 6),
                    kernel(11, 2, 3),
                    x(12, 6),
                    x(13, 3, 2),
                    mask(3, 5)));
            all.add(OpCase.big(
                    "large lstm" + way,
                    in -> lstm(in, 2, false, reverse),
                    x(20, 7, 33, 160),
                    kernel(21, 40, 4),
                    x(22, 33, 40),
                    x(23, 33, 40)));
            all.add(OpCase.big(
                    "large masked lstm" + way,
                    in -> lstm(in, 0, true, reverse).subList(0, 1),
                    x(24, 6, 19, 520),
                    kernel(25, 130, 4),
                    mask(19, 6)));
            all.add(OpCase.big(
                    "large gru" + way,
                    in -> gru(in, true, false, reverse),
                    x(26, 7, 33, 120),
                    kernel(27, 40, 3),
                    x(28, 120),
                    x(29, 33, 40)));
            all.add(OpCase.big(
                    "large masked gru" + way,
                    in -> gru(in, false, true, reverse),
                    x(30, 6, 19, 390),
                    kernel(31, 130, 3),
                    x(32, 390),
                    mask(19, 6)));
        }
        all.add(OpCase.big(
                "large lstm behind a bias",
                in -> lstm(List.of(in.get(0).plus(in.get(2)), in.get(1)), 0, false, false),
                x(60, 6, 33, 160),
                kernel(61, 40, 4),
                x(62, 160)));
        all.add(OpCase.big(
                "large gru behind a bias",
                in -> gru(List.of(in.get(0).plus(in.get(3)), in.get(1), in.get(2)), false, false, true),
                x(63, 6, 33, 120),
                kernel(64, 40, 3),
                x(65, 120),
                x(66, 120)));
        all.add(OpCase.of("lstm of one step", in -> lstm(in, 0, false, false), x(40, 1, 2, 8), kernel(41, 2, 4)));
        all.add(OpCase.of("gates of lstm", in -> Recurrences.LSTM.apply(PLAIN, in), x(42, 3, 2, 8), kernel(43, 2, 4)));
        all.add(OpCase.of(
                "gates of gru", in -> Recurrences.GRU.apply(PLAIN, in), x(44, 3, 2, 6), kernel(45, 2, 3), x(46, 6)));
        all.add(OpCase.of(
                "only outputs", in -> lstm(in, 0, false, false).subList(0, 1), x(47, 3, 2, 8), kernel(48, 2, 4)));
        all.add(OpCase.of(
                "only the last state",
                in -> lstm(in, 0, false, false).subList(1, 2),
                x(49, 3, 2, 8),
                kernel(50, 2, 4)));
        all.add(OpCase.of(
                "only the last cell",
                in -> lstm(in, 0, true, true).subList(2, 3),
                x(51, 4, 3, 8),
                kernel(52, 2, 4),
                mask(3, 4)));
        all.add(OpCase.big(
                "only the last state of a large gru",
                in -> gru(in, false, true, true).subList(1, 2),
                x(53, 6, 19, 390),
                kernel(54, 130, 3),
                x(55, 390),
                mask(19, 6)));
        all.add(OpCase.big(
                "only the last state of a large lstm",
                in -> lstm(in, 0, false, false).subList(1, 2),
                x(56, 6, 19, 520),
                kernel(57, 130, 4)));
        return all.stream().map(c -> c.within(5e-5));
    }

    private static final Recurrences.Recurrence PLAIN = new Recurrences.Recurrence(false, false, false);

    private static List<Tensor> lstm(List<Tensor> in, int states, boolean masked, boolean reverse) {
        return Ops.lstm(in.get(0), in.get(1), in.subList(2, 2 + states), masked ? in.get(2 + states) : null, reverse);
    }

    private static List<Tensor> gru(List<Tensor> in, boolean state, boolean masked, boolean reverse) {
        @Nullable Tensor first = state ? in.get(3) : null;
        @Nullable Tensor mask = masked ? in.get(in.size() - 1) : null;
        return Ops.gru(in.get(0), in.get(1), in.get(2), first, mask, reverse);
    }

    private static Tensor x(long seed, long... shape) {
        return Tensors.uniform(seed, -2, 2, shape);
    }

    private static Tensor kernel(long seed, long units, long gates) {
        double bound = 1.5 / Math.sqrt(units);
        return Tensors.uniform(seed, -bound, bound, units, gates * units);
    }

    /** Some samples with holes, one full, one empty. */
    private static Tensor mask(int samples, int steps) {
        boolean[] m = new boolean[samples * steps];
        for (int i = 0; i < m.length; i++) {
            int sample = i / steps;
            m[i] = sample == 0 || (sample != 1 && (i * 7 + sample) % 3 != 0);
        }
        return Tensor.of(m, samples, steps);
    }

    @Test
    void tanhOfTheGatesIsTanh() {
        float[] x = new float[200_001];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - 100_000) * 2e-4f;
        }
        float[] y = x.clone();
        GateLoops.tanh(y, y.length);
        for (int i = 0; i < x.length; i++) {
            double expected = Math.tanh(x[i]);
            assertEquals(expected, y[i], 6 * Math.ulp((float) expected), "tanh of " + x[i]);
        }
        float[] ends = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, 1e-30f};
        GateLoops.tanh(ends, ends.length);
        assertTrue(Float.isNaN(ends[0]));
        assertEquals(1, ends[1], 3e-7);
        assertEquals(-1, ends[2], 3e-7);
        assertEquals(0f, ends[3]);
        assertEquals(1e-30f, ends[4]);
    }

    /** A NaN stays with its sample: in its unit at first, in all units from the next step on. */
    @Test
    void nanReachesTheOutputsOfItsSample() {
        float[] x = new float[4 * 3 * 8];
        x[(3 + 1) * 8] = Float.NaN;
        float[] y = Ops.lstm(Tensor.of(x, 4, 3, 8), kernel(1, 2, 4), List.of(), null, false)
                .get(0)
                .floats();
        for (int i = 0; i < y.length; i++) {
            int step = i / 6;
            boolean behind = i % 6 / 2 == 1 && (step > 1 || (step == 1 && i % 2 == 0));
            assertEquals(behind, Float.isNaN(y[i]), "element " + i);
        }
    }

    @Test
    void withoutAGradientNobodyWritesTheGates() {
        Tensor x = x(1, 20, 16, 256);
        Tensor kernel = kernel(2, 64, 4);
        Compiled outputs = Compiled.ofList(
                in -> Ops.lstm(in.get(0), in.get(1), List.of(), null, false).subList(0, 1));
        outputs.runAll(List.of(x, kernel));
        String program = outputs.program(List.of(x.spec(), kernel.spec())).describe();
        assertTrue(program.contains("lstm"), program);
        long arena = outputs.program(List.of(x.spec(), kernel.spec())).plan().arenaBytes();
        assertTrue(arena < 2L * 4 * x.size(), "the arena takes " + arena + " bytes");
    }

    /** x, the gates and their gradients, one after the other in one place. */
    @Test
    void gatesLieInThePlaceOfTheirInputs() {
        Tensor x = x(1, 20, 16, 256);
        Tensor kernel = kernel(2, 64, 4);
        Compiled gradients = Compiled.ofList(in -> {
            Tensor h = Ops.lstm(in.get(0).times(2), in.get(1), List.of(), null, false)
                    .get(1);
            return Gradients.of(h.sum(), List.of(in.get(1)));
        });
        long arena = gradients.program(List.of(x.spec(), kernel.spec())).plan().arenaBytes();
        long argument = 4 * x.size();
        assertTrue(arena < 4 * argument, "the arena takes " + arena + " bytes, the argument " + argument);
    }

    @Test
    void saysWhatIsWrong() {
        assertError(
                () -> Ops.lstm(Ops.ones(2, 8), Ops.ones(2, 8), List.of(), null, false),
                "lstm: The input must have the shape (steps, batch, 4 · units). Received: (2, 8).");
        assertError(
                () -> Ops.lstm(Ops.ones(2, 3, 8), Ops.ones(2, 6), List.of(), null, false),
                "lstm: The recurrent kernel must be float32 of shape (units, 4 · units), and the input's last axis as long as"
                        + " the kernel's. Received: kernel float32 (2, 6) and input float32 (2, 3, 8).");
        assertError(
                () -> Ops.gru(Ops.ones(3, 2, 6), Ops.ones(2, 6), Ops.ones(3), null, null, false),
                "gru: The bias must be float32 (6,). Received: float32 (3,).");
        assertError(
                () -> Ops.gru(Ops.ones(3, 2, 6), Ops.ones(2, 6), Ops.ones(6), Ops.ones(2, 3), null, false),
                "gru: The state must be float32 (2, 2). Received: float32 (2, 3).");
        assertError(
                () -> Ops.gru(Ops.ones(3, 2, 6), Ops.ones(2, 6), Ops.ones(6), null, Ops.ones(2, 4), false),
                "gru: The mask must be bool (2, 3). Received: bool (2, 4).");
        assertEquals(
                Shape.of(3, 2, 2),
                Ops.gru(Ops.ones(3, 2, 6), Ops.ones(2, 6), Ops.ones(6), null, null, false)
                        .get(0)
                        .shape());
    }

    private static void assertError(Executable code, String message) {
        assertEquals(message, assertThrows(ShapeException.class, code).getMessage());
    }
}
