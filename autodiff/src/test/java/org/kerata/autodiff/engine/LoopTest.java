package org.kerata.autodiff.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Scan;
import org.kerata.autodiff.Session;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Scope;

/** How loops are compiled: what is in them, what is not, and what a run costs. */
class LoopTest {
    private static final int STEPS = 12;
    private static final int BATCH = 32;
    private static final int WIDTH = 64;

    private final Variable input = Variable.of("input", Perceptron.random(1, 0.2, WIDTH, WIDTH));
    private final Variable state = Variable.of("state", Perceptron.random(2, 0.2, WIDTH, WIDTH));
    private final Variable bias = Variable.of("bias", Perceptron.random(3, 0.2, WIDTH));
    private final int slices = Engine.slices();
    private final int threads = Engine.threads();

    @AfterEach
    void restore() {
        Engine.slices(slices);
        Engine.threads(threads);
        Engine.kernels(Engine.Kernels.FAST);
        Engine.checkNumerics(false);
    }

    private static Tensor x() {
        return Perceptron.random(4, 1, STEPS, BATCH, WIDTH);
    }

    private Scan recurrent(Tensor x) {
        return Ops.scan(
                (carry, in) -> {
                    Tensor z = in.get(0)
                            .matmul(input)
                            .plus(carry.get(0).matmul(state))
                            .plus(bias);
                    Tensor h = Ops.tanh(z);
                    return new Scan(List.of(h), List.of(h));
                },
                List.of(Ops.zeros(BATCH, WIDTH)),
                List.of(x));
    }

    private Compiled step() {
        return Compiled.of((Tensor x) -> {
            Tensor loss = Ops.square(recurrent(x).outputs().get(0)).sum();
            List<Variable> weights = List.of(input, state, bias);
            List<Tensor> g = Gradients.of(loss, weights);
            for (int i = 0; i < g.size(); i++) {
                weights.get(i).assignSub(g.get(i).times(1e-4));
            }
            return loss;
        });
    }

    /** The tasks of each body, and those around them. */
    private static List<List<String>> tasks(String program) {
        List<List<String>> out = new ArrayList<>();
        out.add(new ArrayList<>());
        for (String line : program.lines().toList()) {
            if (line.matches(" +\\d+ steps.*:")) {
                out.add(new ArrayList<>());
            } else if (line.startsWith("      ")) {
                out.get(out.size() - 1).add(line.trim().split(" ")[0]);
            } else if (line.startsWith("  ")) {
                out.get(0).add(line.trim().split(" ")[0]);
            }
        }
        return out;
    }

    @Test
    void productsOfWhatIsScannedAndSumsOverStepsAreNotInLoops() {
        Engine.slices(2);
        List<List<String>> t = tasks(step().describe(x()));
        assertEquals(3, t.size(), "a loop forwards and one backwards");
        assertEquals(
                3,
                t.get(0).stream().filter(n -> n.startsWith("matmul")).count(),
                "input · kernel, and the gradients of both matrices: " + t);
        for (List<String> body : t.subList(1, 3)) {
            assertEquals(1, body.stream().filter(n -> n.startsWith("matmul")).count(), "state · matrix: " + body);
        }
        assertTrue(t.get(1).size() <= 2, "a fused step, and the packed matrix: " + t.get(1));
    }

    @Test
    void rowsThatKnowNothingOfEachOtherNeedNoBarriers() {
        Engine.slices(2);
        String program = step().describe(x());
        assertTrue(program.contains(STEPS + " steps, each slice its own rows:"), program);
        assertTrue(program.contains(STEPS + " steps, backwards, each slice its own rows:"), program);
        int phases = Integer.parseInt(program.replaceAll("(?s).*?(\\d+) phases.*", "$1"));
        assertTrue(phases < STEPS, phases + " phases");
    }

    @Test
    void masksKeepRowsApart() {
        Engine.slices(2);
        Compiled f = Compiled.of((Tensor x) -> {
            Tensor mask = x.sum(2).greater(0);
            Scan s = Ops.scan(
                    (c, in) -> {
                        Tensor h = Ops.tanh(c.get(0).matmul(state).plus(in.get(0)));
                        return new Scan(List.of(Ops.where(Ops.expandDims(in.get(1), 1), h, c.get(0))), List.of(h));
                    },
                    List.of(Ops.zeros(BATCH, WIDTH)),
                    List.of(x, mask));
            return Gradients.of(s.outputs().get(0).sum().plus(s.carry().get(0).sum()), state);
        });
        String program = f.describe(x());
        assertTrue(program.contains(STEPS + " steps, backwards, each slice its own rows:"), program);
    }

    @Test
    void rowsThatMeetDoSoInPhases() {
        Engine.slices(2);
        Compiled f = Compiled.of((Tensor x) -> Ops.scan(
                        (c, in) -> {
                            Tensor h = Ops.tanh(c.get(0)
                                    .minus(c.get(0).mean(0))
                                    .matmul(state)
                                    .plus(in.get(0)));
                            return new Scan(List.of(h), List.of());
                        },
                        List.of(Ops.zeros(BATCH, WIDTH)),
                        List.of(x))
                .carry()
                .get(0));
        String program = f.describe(x());
        assertTrue(program.contains(STEPS + " steps:"), program);
        assertTrue(program.lines().anyMatch(l -> l.startsWith("-- phase") && l.contains(" to ")), program);
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        Engine.slices(4);
        List<float[]> results = new ArrayList<>();
        for (int n : new int[] {1, 2, 4}) {
            Engine.threads(n);
            Compiled f = Compiled.of((Tensor x) -> {
                Scan s = recurrent(x);
                return Gradients.of(s.outputs().get(0).sum(), List.of(state)).get(0);
            });
            results.add(f.run(x()).floats());
        }
        assertArrayEquals(results.get(0), results.get(1));
        assertArrayEquals(results.get(0), results.get(2));
    }

    @Test
    void valuesAreStackedOnlyForGradients() {
        Compiled last = Compiled.of((Tensor x) -> recurrent(x).carry().get(0));
        long arena = last.program(List.of(x().spec())).plan().arenaBytes();
        long stack = 4L * STEPS * BATCH * WIDTH;
        // The argument, and what it gives when multiplied.
        assertTrue(arena < 2.5 * stack, arena + " bytes");
    }

    @Test
    void warmLoopsAllocateNothing() {
        com.sun.management.ThreadMXBean bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Session s = step().open(List.of(x().spec()))) {
            s.argument(0).asFloatBuffer().put(0, x().floats());
            for (int i = 0; i < 300; i++) {
                s.run();
            }
            long allocations = Engine.allocations();
            long before = bean.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int i = 0; i < 300; i++) {
                s.run();
            }
            long perStep = (bean.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / 300;
            assertEquals(allocations, Engine.allocations());
            assertTrue(perStep < 512, "a step leaves " + perStep + " bytes of garbage");
        }
    }

    @Test
    void trainingIsTheSameWithPortableKernels() {
        LoopTest fast = new LoopTest();
        fast.step().run(x());
        Engine.kernels(Engine.Kernels.REFERENCE);
        LoopTest portable = new LoopTest();
        portable.step().run(x());
        assertArrayEquals(portable.input.floats(), fast.input.floats(), 1e-4f);
        assertArrayEquals(portable.state.floats(), fast.state.floats(), 1e-4f);
        assertArrayEquals(portable.bias.floats(), fast.bias.floats(), 1e-4f);
    }

    @Test
    void gradientsOfVariablesEagerly() {
        Tensor loss = Ops.square(recurrent(x()).outputs().get(0)).sum();
        List<Tensor> eager = Gradients.of(loss, List.of(input, state, bias));
        List<Tensor> compiled = Compiled.ofList(in -> Gradients.of(
                        Ops.square(recurrent(in.get(0)).outputs().get(0)).sum(), List.of(input, state, bias)))
                .runAll(List.of(x()));
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(compiled.get(i).floats(), eager.get(i).floats(), 1e-3f);
        }
    }

    @Test
    void programsAreFoundAgainEagerly() {
        Tensor a = Ops.scan(LoopTest::growing, List.of(Ops.ones(3)), List.of(Tensor.of(new float[] {1, 2})))
                .carry()
                .get(0);
        assertArrayEquals(new float[] {4.6875f, 4.6875f, 4.6875f}, a.floats());
        long before = Engine.allocations();
        long loops = 50;
        for (int i = 0; i < loops; i++) {
            Tensor x = Tensor.of(new float[] {i, 2});
            Ops.scan(LoopTest::growing, List.of(Ops.ones(3)), List.of(x))
                    .carry()
                    .get(0)
                    .floats();
        }
        assertTrue((Engine.allocations() - before) / loops < 12, "each time a program of its own");
    }

    private static Scan growing(List<Tensor> carry, List<Tensor> in) {
        return new Scan(List.of(carry.get(0).times(0.5).plus(in.get(0)).times(1.5)), List.of());
    }

    @Test
    void checkNumericsNamesTheOpInTheBody() {
        Engine.checkNumerics(true);
        Compiled f = Compiled.of((Tensor x) -> {
            try (Scope s = Scope.enter("cell")) {
                return Ops.scan(
                                (c, in) -> new Scan(List.of(c.get(0).minus(in.get(0))), List.of(Ops.log(c.get(0)))),
                                List.of(Ops.ones(2)),
                                List.of(x))
                        .outputs()
                        .get(0);
            }
        });
        KerataException e = assertThrows(KerataException.class, () -> f.run(Tensor.of(new float[] {0.5f, 0.5f, 1})));
        assertEquals(
                "checkNumerics: the op \"log\" of layer \"cell/scan\" gave the first non-finite value: -Infinity in element 0 of shape (2,)."
                        + " Its inputs are finite.",
                e.getMessage());
    }

    @Test
    void onlyTheChosenBranchIsChecked() {
        Engine.checkNumerics(true);
        Compiled f = Compiled.of((Tensor x) -> Ops.cond(x.sum().greater(0), () -> Ops.log(x), () -> x.times(2)));
        assertArrayEquals(
                new float[] {-2, -4}, f.run(Tensor.of(new float[] {-1, -2})).floats());
        assertThrows(KerataException.class, () -> f.run(Tensor.of(new float[] {-1, 2})));
    }

    @Test
    void bothBranchesArePrinted() {
        Compiled f = Compiled.of((Tensor x) -> Ops.cond(x.sum().greater(0), () -> Ops.log(x), () -> x.times(2)));
        String program = f.describe(Tensor.of(new float[] {1, 2}));
        assertTrue(program.contains("    when true:"), program);
        assertTrue(program.contains("    when false:"), program);
        assertTrue(program.indexOf(" log ") > program.indexOf("when true:"), program);
        assertTrue(program.indexOf(" multiply ") > program.indexOf("when false:"), program);
    }

    @Test
    void primitivesAloneAreThoseOfTheBodiesToo() {
        Compiled f = step();
        try (Session s = f.openPrimitives(List.of(x().spec()))) {
            s.run();
        }
        assertFalse(f.profile(3, x()).isEmpty());
        assertTrue(f.profile(3, x()).contains("matmul"));
    }

    @Test
    void longLoops() {
        int steps = 2000;
        Compiled f = Compiled.of((Tensor x) -> {
            Scan s = Ops.scan(
                    (c, in) -> {
                        Tensor h = c.get(0).times(0.999).plus(in.get(0));
                        return new Scan(List.of(h), List.of(h));
                    },
                    List.of(Tensor.scalar(0)),
                    List.of(x));
            return Gradients.of(s.outputs().get(0).sum(), x);
        });
        float[] g = f.run(Ops.ones(steps)).floats();
        assertEquals(1, g[steps - 1], 1e-6);
        double expected = (1 - Math.pow(0.999, steps)) / 0.001;
        assertEquals(expected, g[0], 1e-3 * expected);
    }
}
