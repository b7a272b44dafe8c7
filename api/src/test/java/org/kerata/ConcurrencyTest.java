package org.kerata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.Tensors;
import org.kerata.layers.Mode;
import org.kerata.layers.core.Dense;
import org.kerata.layers.normalization.BatchNormalization;
import org.kerata.layers.regularization.Dropout;

class ConcurrencyTest {
    @Test
    void theFirstCallsMayComeAtOnce() throws Exception {
        Sequential m = new Sequential(
                new Dense(8).activation("relu"),
                new BatchNormalization(),
                new Dropout(0.5),
                new Dense(3).activation("softmax"));
        Tensor x = Tensors.normal(1, 5, 4);
        int threads = 16;
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<float[]>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(() -> {
                    start.await();
                    float[] last = {};
                    for (int k = 0; k < 20; k++) {
                        last = m.apply(x).floats();
                    }
                    return last;
                }));
            }
            start.countDown();
            for (Future<float[]> f : all) {
                assertArrayEquals(all.get(0).get(), f.get());
            }
        } finally {
            pool.shutdown();
        }
        assertEquals(8, m.weights().size());
    }

    @Test
    void trainingInOneThreadDoesNotChangeTheModeOfAnother() throws Exception {
        Sequential m = new Sequential(new Input(50), new Dropout(0.5));
        Tensor x = Tensors.uniform(1, 1, 2, 3, 50);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Future<?> training = pool.submit(() -> {
                for (int i = 0; i < 50; i++) {
                    m.apply(x, Mode.TRAINING).floats();
                }
            });
            Future<?> predicting = pool.submit(() -> {
                for (int i = 0; i < 50; i++) {
                    assertArrayEquals(x.floats(), m.apply(x).floats());
                }
            });
            training.get();
            predicting.get();
        } finally {
            pool.shutdown();
        }
    }
}
