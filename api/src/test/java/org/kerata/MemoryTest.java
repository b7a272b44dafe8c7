package org.kerata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.Dense;
import org.kerata.training.Evaluate;
import org.kerata.training.Fit;

/** Nobody closes anything, and native memory stays flat. */
class MemoryTest {
    private static final Tensor X = Tensor.of(new float[48 * 64], 48, 64);
    private static final Tensor Y = Tensor.of(new int[48]);

    private static Sequential model() {
        var m = new Sequential(new Input(64), new Dense(256).activation("relu"), new Dense(3).activation("softmax"));
        m.compile("adam", "sparse_categorical_crossentropy", "accuracy");
        return m;
    }

    private static void use(Sequential m) {
        m.fit(X, Y, new Fit().batchSize(32).verbose(0).validationSplit(0.25));
        m.evaluate(X, Y, new Evaluate().verbose(0));
        m.predict(X);
    }

    private static long afterCollection() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            System.gc();
            Thread.sleep(20);
            least = Math.min(least, Engine.memoryUsed());
        }
        return least;
    }

    @Test
    void droppedModelsGiveTheirMemoryBack() throws InterruptedException {
        use(model());
        long before = afterCollection();
        long one = size();
        for (int i = 0; i < 200; i++) {
            use(model());
        }
        long after = afterCollection();
        assertTrue(after - before < 5 * one, "200 models left " + (after - before) + " bytes; one takes " + one);
    }

    private static long size() throws InterruptedException {
        long before = afterCollection();
        var m = model();
        use(m);
        long with = afterCollection();
        assertEquals(2, m.layers().size());
        return with - before;
    }

    @Test
    void stepsOnAWarmModelTakeNoMoreMemory() throws InterruptedException {
        var m = model();
        float[] x = new float[32 * 64];
        int[] y = new int[32];
        for (int i = 0; i < 100; i++) {
            m.trainOnBatch(x, y);
        }
        use(m);
        long before = afterCollection();
        long allocations = Engine.allocations();
        for (int i = 0; i < 5000; i++) {
            m.trainOnBatch(x, y);
        }
        assertEquals(allocations, Engine.allocations(), "native allocations in 5,000 steps");
        use(m);
        assertTrue(afterCollection() - before < 1 << 16);
    }

    @Test
    void changingBatchSizesStayWithinBounds() throws InterruptedException {
        var m = model();
        for (int n = 1; n <= 40; n++) {
            m.trainOnBatch(new float[n * 64], new int[n]);
        }
        long before = afterCollection();
        for (int round = 0; round < 3; round++) {
            for (int n = 1; n <= 40; n++) {
                m.trainOnBatch(new float[n * 64], new int[n]);
            }
        }
        assertTrue(afterCollection() - before < 1 << 20, "grew by " + (Engine.memoryUsed() - before));
    }
}
