package org.kerata.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.activation.Softmax;
import org.kerata.layers.convolutional.Conv2D;
import org.kerata.layers.core.Dense;
import org.kerata.layers.normalization.BatchNormalization;
import org.kerata.layers.pooling.GlobalAveragePooling2D;
import org.kerata.layers.pooling.MaxPooling2D;
import org.kerata.layers.recurrent.Bidirectional;
import org.kerata.layers.recurrent.GRU;
import org.kerata.layers.recurrent.LSTM;
import org.kerata.layers.reshaping.Flatten;
import org.kerata.layers.reshaping.Reshape;
import org.kerata.training.data.Columns;

class PredictionsTest {
    /** A layer that does something to its input. */
    private static final class Does extends Layer {
        private final UnaryOperator<Tensor> what;

        Does(UnaryOperator<Tensor> what) {
            this.what = what;
        }

        @Override
        protected Tensor call(Tensor x, Call call) {
            return what.apply(x);
        }
    }

    private static boolean independent(int width, Layer... layers) {
        return RowIndependence.of(new Chain(width, layers), List.of(new Spec(DType.FLOAT32, Shape.of(7, width))));
    }

    @Test
    void ordinaryLayersKeepRowsApart() {
        assertTrue(independent(
                32,
                new Reshape(4, 4, 2),
                new Conv2D(3, 3).padding("same"),
                new BatchNormalization(),
                new MaxPooling2D(2),
                new Flatten(),
                new Dense(5).activation("gelu"),
                new Softmax()));
        assertTrue(independent(8, new Reshape(2, 2, 2), new GlobalAveragePooling2D(), new Dense(1)));
        assertTrue(independent(
                12,
                new Reshape(4, 3),
                new LSTM(5).returnSequences(true),
                new Bidirectional(new GRU(3).returnSequences(true)),
                new LSTM(2),
                new Dense(1)));
        assertTrue(independent(
                12, new Reshape(4, 3), new Does(x -> inSteps(x, y -> Ops.get(y.times(Ops.ones(3)), 0)))));
        assertTrue(independent(12, new Reshape(4, 3), new Does(x -> inSteps(x, y -> Ops.swapaxes(Ops.tanh(y), 0, 1)))));
        assertTrue(independent(3, new Does(x -> x.minus(Ops.mean(x, new int[] {1}, true)))));
        assertTrue(independent(7, new Does(x -> x.times(Ops.ones(7)))));
        assertTrue(independent(3, new Does(Ops::hardSilu)));
        assertTrue(independent(3, new Does(x -> Ops.hardShrink(x, 0.5))));
        assertTrue(independent(3, new Does(x -> Ops.sort(x, 1))));
        assertTrue(independent(3, new Does(x -> Ops.topK(x, 2).get(0))));
        assertTrue(independent(3, new Does(x -> Ops.median(x, new int[] {1}, true))));
    }

    /** With steps first. */
    private static Tensor inSteps(Tensor x, UnaryOperator<Tensor> what) {
        return what.apply(Ops.swapaxes(x, 0, 1));
    }

    @Test
    void rowsAlongTheSecondAxisMayNotBeMixedEither() {
        List<UnaryOperator<Tensor>> mixing = List.of(
                y -> Ops.get(y.minus(Ops.mean(y, new int[] {1}, true)), 0),
                y -> Ops.get(y.times(Ops.ones(y.shape().intDim(1), 1)), 0),
                y -> Ops.get(Ops.flip(y, 1), 0),
                y -> Ops.get(y, 3, 1),
                y -> y,
                y -> Ops.swapaxes(Ops.cumsum(y, 1), 0, 1));
        for (UnaryOperator<Tensor> what : mixing) {
            assertFalse(independent(12, new Reshape(4, 3), new Does(x -> inSteps(x, what))));
        }
    }

    @Test
    void whateverMightMixRowsIsNotTrusted() {
        assertFalse(independent(3, new Does(x -> x.minus(Ops.mean(x, new int[] {0}, true)))));
        assertFalse(independent(3, new Does(x -> Ops.flip(x, 0))));
        assertFalse(independent(7, new Does(x -> x.transpose(1, 0))));
        assertFalse(independent(7, new Does(x -> x.matmul(x.transpose(1, 0)))));
        assertFalse(independent(3, new Does(x -> Ops.softmax(x, 0))));
        assertFalse(independent(3, new Does(x -> Ops.cumsum(x, 0))));
        assertFalse(independent(3, new Does(x -> Ops.sort(x, 0))));
        assertFalse(independent(3, new Does(x -> Ops.normalize(x, 0, 2))));
        assertFalse(independent(
                3, new Does(x -> x.plus(x.reshape(3, x.shape().dim(0)).transpose(1, 0)))));
        assertFalse(independent(
                3,
                new Does(x ->
                        x.times(Ops.arange(x.shape().intDim(0)).cast("float32").reshape(-1, 1)))));
        assertFalse(independent(
                3,
                new Does(
                        x -> Ops.concatenate(List.of(x, x), 0).reshape(x.shape().dim(0), 6))));
    }

    @Test
    void aLayerThatMixesRowsSeesTheBatchAsItIs() {
        Trainer t = new Trainer(new Chain(1, new Does(x -> x.minus(Ops.mean(x, new int[] {0}, true)))));
        Columns x = Columns.of(Tensor.of(new float[] {1, 2, 3, 10, 20}, 5, 1));
        float[] p = t.predict(x, new Predict().batchSize(3)).get(0).floats();
        assertArrayEquals(new float[] {-1, 0, 1, -5, 5}, p, 1e-6f);
    }

    @Test
    void aThousandBatchSizesMakeFewPrograms() {
        Chain net = new Chain(1, new Dense(1).useBias(false).kernelInitializer("ones"));
        Trainer t = new Trainer(net);
        long before = 0;
        for (int n = 1; n <= 300; n++) {
            float[] x = new float[n];
            for (int i = 0; i < n; i++) {
                x[i] = i + 1;
            }
            assertArrayEquals(
                    x,
                    t.predict(Columns.of(Tensor.of(x, n, 1)), new Predict().batchSize(1000))
                            .get(0)
                            .floats());
            before = n;
        }
        assertEquals(300, before);
        assertTrue(t.predictionPrograms() < 40, "programs: " + t.predictionPrograms());
    }

    @Test
    void manyThreadsPredictAtOnce() throws Exception {
        Trainer t = new Trainer(new Chain(1, new Dense(4).useBias(false).kernelInitializer("ones")));
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int k = 0; k < 64; k++) {
                int value = k;
                calls.add(() -> {
                    Tensor p = t.predict(Columns.of(Tensor.of(new float[] {value, value + 1}, 2, 1)), new Predict())
                            .get(0);
                    float[] v = p.floats();
                    return v[0] == value && v[3] == value && v[4] == value + 1 && v[7] == value + 1;
                });
            }
            for (Future<Boolean> f : pool.invokeAll(calls)) {
                assertTrue(f.get());
            }
        } finally {
            pool.shutdown();
        }
    }
}
