package org.kerata.autodiff.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.Updates;

class ContractTest {
    private final int slices = Engine.slices();
    private final int threads = Engine.threads();

    @AfterEach
    void restore() {
        Engine.slices(slices);
        Engine.threads(threads);
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        Engine.slices(4);
        List<List<float[]>> states = new ArrayList<>();
        for (int n = 1; n <= 4; n++) {
            Engine.threads(n);
            Perceptron p = new Perceptron();
            for (int i = 0; i < 5; i++) {
                p.train.run(Perceptron.inputs(), Perceptron.labels());
            }
            states.add(p.state());
        }
        for (List<float[]> s : states) {
            for (int i = 0; i < s.size(); i++) {
                assertArrayEquals(states.get(0).get(i), s.get(i));
            }
        }
    }

    @Test
    void slicesAgreeToRounding() {
        float[] one = lossesWith(1);
        for (int n : new int[] {2, 3, 4}) {
            float[] some = lossesWith(n);
            for (int i = 0; i < one.length; i++) {
                assertEquals(one[i], some[i], 1e-5 * one[i]);
            }
        }
    }

    private static float[] lossesWith(int slices) {
        Engine.slices(slices);
        Perceptron p = new Perceptron();
        float[] losses = new float[10];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = p.train.run(Perceptron.inputs(), Perceptron.labels()).scalar();
        }
        assertTrue(losses[9] < losses[0]);
        return losses;
    }

    @Test
    void failureOnDataLeavesEveryVariableAsItWas() {
        Engine.slices(2);
        Perceptron p = new Perceptron();
        p.train.run(Perceptron.inputs(), Perceptron.labels());
        List<float[]> before = p.state();
        int[] wrong = Perceptron.labels().ints();
        wrong[Perceptron.BATCH - 2] = Perceptron.CLASSES;
        KerataException e =
                assertThrows(KerataException.class, () -> p.train.run(Perceptron.inputs(), Tensor.of(wrong)));
        assertEquals(
                "Labels must be between 0 and 6, one for each of the 7 columns of the predictions. Received: 7 in row 94.",
                e.getMessage());
        List<float[]> after = p.state();
        for (int i = 0; i < before.size(); i++) {
            assertArrayEquals(before.get(i), after.get(i));
        }
        assertTrue(Float.isFinite(
                p.train.run(Perceptron.inputs(), Perceptron.labels()).scalar()));
    }

    @Test
    void sixteenCallersAtOnceGetTheSameBits() throws Exception {
        Perceptron p = new Perceptron();
        float[] expected = p.predict.run(Perceptron.inputs()).floats();
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int c = 0; c < 16; c++) {
                all.add(callers.submit(() -> {
                    for (int i = 0; i < 20; i++) {
                        assertArrayEquals(
                                expected, p.predict.run(Perceptron.inputs()).floats());
                    }
                }));
            }
            for (Future<?> f : all) {
                f.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void lazyExpressionsMayBeReadByManyThreads() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                Tensor x = Tensor.of(new float[] {1, 2, 3});
                Tensor shared = x.times(2).plus(1);
                Tensor sum = shared.times(shared).sum();
                List<Future<Float>> all = new ArrayList<>();
                for (int c = 0; c < 8; c++) {
                    boolean first = c % 2 == 0;
                    all.add(callers.submit(() -> first ? shared.sum().scalar() : sum.scalar()));
                }
                for (int c = 0; c < 8; c++) {
                    assertEquals(c % 2 == 0 ? 15 : 83, all.get(c).get());
                }
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void slicesOfAnOpWithSeveralOutputsKeepToThemselves() {
        Engine.slices(4);
        Compiled adam = Compiled.ofList(in -> Updates.ADAM.apply(new Updates.Adam(0.9, 0.999, 1e-7), in));
        float[] numbers = new float[200_000];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = 1 + i % 1009 / 1009f;
        }
        Tensor x = Tensor.of(numbers);
        List<Tensor> arguments = List.of(x, x.minus(1), x.div(2), x.times(3), Tensor.scalar(0.5));
        Engine.threads(1);
        float[] alone = adam.runAll(arguments).get(0).floats();
        Engine.threads(4);
        for (int i = 0; i < 50; i++) {
            assertArrayEquals(alone, adam.runAll(arguments).get(0).floats());
        }
    }

    @Test
    void moreThreadsThanCores() {
        Engine.slices(8);
        Engine.threads(8);
        Perceptron p = new Perceptron();
        float first = p.train.run(Perceptron.inputs(), Perceptron.labels()).scalar();
        for (int i = 0; i < 50; i++) {
            p.train.run(Perceptron.inputs(), Perceptron.labels());
        }
        assertTrue(p.train.run(Perceptron.inputs(), Perceptron.labels()).scalar() < first);
    }

    @Test
    void idleWorkersBurnNothing() throws Exception {
        Engine.slices(2);
        Engine.threads(2);
        Perceptron p = new Perceptron();
        p.train.run(Perceptron.inputs(), Perceptron.labels());
        Thread.sleep(200);
        long before = workerNanos();
        Thread.sleep(500);
        assertTrue(
                workerNanos() - before < 20_000_000,
                "workers ran for " + (workerNanos() - before) + " ns of half a second");
    }

    private static long workerNanos() {
        ThreadMXBean bean = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo t : bean.dumpAllThreads(false, false)) {
            if (t.getThreadName().startsWith("kerata-worker")) {
                sum += Math.max(0, bean.getThreadCpuTime(t.getThreadId()));
            }
        }
        return sum;
    }

    @Test
    void longChainsOfLazyOpsDoNotPileUp() {
        Tensor sum = Tensor.scalar(0);
        for (int i = 0; i < 20_000; i++) {
            sum = sum.plus(1);
        }
        assertEquals(20_000, sum.scalar());
    }

    @Test
    void assignmentWithinFunctionIsSeenInWrittenOrder() {
        Variable v = Variable.of("v", Tensor.of(new float[] {1, 2}));
        Compiled f = Compiled.of((Tensor x) -> {
            Tensor before = v.times(10);
            v.assign(x);
            Tensor between = v.plus(0.5);
            v.assignAdd(x);
            return Ops.stack(List.of(before, between, v.plus(0)), 0);
        });
        assertArrayEquals(
                new float[] {10, 20, 5.5f, 6.5f, 10, 12},
                f.run(Tensor.of(new float[] {5, 6})).floats());
        assertArrayEquals(new float[] {10, 12}, v.floats());
    }

    @Test
    void variablesMaySwapValues() {
        Variable a = Variable.of("a", Perceptron.random(1, 1, 64, 64));
        Variable b = Variable.of("b", Perceptron.random(2, 1, 64, 64));
        float[] wasA = a.floats();
        float[] wasB = b.floats();
        Compiled swap = Compiled.ofList(in -> {
            Tensor x = a.times(1.5);
            Tensor y = b.times(2);
            a.assign(y);
            b.assign(x);
            return List.of(a.plus(b).sum());
        });
        swap.runAll(List.of());
        for (int i = 0; i < wasA.length; i++) {
            assertEquals(wasB[i] * 2, a.floats()[i]);
            assertEquals(wasA[i] * 1.5f, b.floats()[i]);
        }
    }

    @Test
    void oldValueIsReadEvenByWhatNeedsTheNewOne() {
        Variable v = Variable.of("v", Perceptron.random(1, 1, 48, 48));
        float[] was = v.floats();
        Compiled f = Compiled.of((Tensor x) -> {
            Tensor old = v.read();
            Tensor next = old.times(0.5).plus(x);
            v.assign(next);
            return old.matmul(next).sum().plus(old.sum());
        });
        Tensor x = Perceptron.random(2, 1, 48, 48);
        Tensor old = Tensor.of(was, 48, 48);
        float expected =
                old.matmul(old.times(0.5).plus(x)).sum().plus(old.sum()).scalar();
        assertEquals(expected, f.run(x).scalar(), 1e-3);
        assertArrayEquals(old.times(0.5).plus(x).floats(), v.floats());
    }

    @Test
    void readingWhileTracingIsAnError() {
        Compiled f = Compiled.of((Tensor x) -> x.sum().scalar() > 0 ? x : x.unaryMinus());
        KerataException e = assertThrows(KerataException.class, () -> f.run(Tensor.of(new float[] {1})));
        assertEquals(
                "The value of float32 () made by \"sum\" was read while a function is being traced, when it has none. Use Ops.where or Ops.cond"
                        + " to choose, Ops.scan to repeat, or compile with runEagerly(true).",
                e.getMessage());
    }

    @Test
    void programIsPrintedForPeople() {
        Engine.slices(2);
        String text = new Perceptron().train.describe(Perceptron.inputs(), Perceptron.labels());
        assertTrue(text.startsWith("program: "), text);
        assertTrue(text.contains("2 slices"), text);
        assertTrue(text.contains("matmul+bias+relu"), text);
        assertTrue(text.contains("brg"), text);
        assertTrue(text.contains("-- phase 1"), text);
        assertTrue(text.contains("[hidden]"), text);
    }

    @Test
    void dtypeOfCountersSurvives() {
        Perceptron p = new Perceptron();
        p.train.run(Perceptron.inputs(), Perceptron.labels());
        assertEquals(DType.INT64, p.steps.dtype());
        assertEquals(1, p.steps.longs()[0]);
    }
}
