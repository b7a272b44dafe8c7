package org.kerata.autodiff.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Session;
import org.kerata.autodiff.Tensor;

class MemoryTest {
    private static Session warm(Perceptron p) {
        Session s = p.train.open(
                List.of(Perceptron.inputs().spec(), Perceptron.labels().spec()));
        s.argument(0).asFloatBuffer().put(0, Perceptron.inputs().floats());
        s.argument(1).asIntBuffer().put(0, Perceptron.labels().ints());
        for (int i = 0; i < 200; i++) {
            s.run();
        }
        return s;
    }

    @Test
    void warmStepAllocatesNothing() {
        try (Session s = warm(new Perceptron())) {
            long allocations = Engine.allocations();
            long used = Engine.memoryUsed();
            for (int i = 0; i < 5000; i++) {
                s.run();
            }
            assertEquals(allocations, Engine.allocations());
            assertTrue(Engine.memoryUsed() <= used);
        }
    }

    @Test
    void warmStepLeavesNextToNoGarbage() {
        com.sun.management.ThreadMXBean bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Session s = warm(new Perceptron())) {
            long before = bean.getThreadAllocatedBytes(Thread.currentThread().getId());
            int steps = 2000;
            for (int i = 0; i < steps; i++) {
                s.run();
            }
            long perStep = (bean.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / steps;
            assertTrue(perStep < 512, "a step leaves " + perStep + " bytes of garbage");
        }
    }

    @Test
    void droppedFunctionsGiveTheirMemoryBack() throws Exception {
        for (int i = 0; i < 20; i++) {
            new Perceptron().train.run(Perceptron.inputs(), Perceptron.labels());
        }
        long before = settled();
        for (int i = 0; i < 200; i++) {
            new Perceptron().train.run(Perceptron.inputs(), Perceptron.labels());
        }
        long after = settled();
        assertTrue(after - before < 2_000_000, "200 dropped functions left " + (after - before) + " bytes behind");
    }

    @Test
    void changingBatchSizesAreBounded() throws Exception {
        Perceptron p = new Perceptron();
        Compiled predict = p.predict;
        for (int n = 1; n <= 100; n++) {
            predict.run(Perceptron.random(n, 1, n, Perceptron.FEATURES));
        }
        long before = settled();
        for (int n = 101; n <= 300; n++) {
            predict.run(Perceptron.random(n, 1, n % 100 + 1, Perceptron.FEATURES));
        }
        long after = settled();
        assertTrue(after - before < 20_000_000, "changing batch sizes left " + (after - before) + " bytes behind");
    }

    @Test
    void saysHowMuchWasAskedForAndHowToGetMore() {
        long limit = Engine.memoryLimit();
        Engine.memoryLimit(Engine.memoryUsed() + (16 << 20));
        try {
            KerataException e = assertThrows(KerataException.class, () -> Tensor.of(new float[8 << 20]));
            assertTrue(
                    e.getMessage().startsWith("Native memory is exhausted: 32.0 MiB were asked for while"),
                    e.getMessage());
            assertTrue(
                    e.getMessage().endsWith("raise the limit with Engine.memoryLimit(bytes) or KERATA_MEMORY."),
                    e.getMessage());
        } finally {
            Engine.memoryLimit(limit);
        }
    }

    private static long settled() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 8; i++) {
            System.gc();
            Thread.sleep(50);
            least = Math.min(least, Engine.memoryUsed());
        }
        return least;
    }
}
