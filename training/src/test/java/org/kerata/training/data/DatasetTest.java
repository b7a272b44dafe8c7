package org.kerata.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;

class DatasetTest {
    private static Dataset numbers(int n) {
        float[] x = new float[n * 2];
        int[] y = new int[n];
        for (int i = 0; i < n; i++) {
            x[2 * i] = i;
            x[2 * i + 1] = -i;
            y[i] = i;
        }
        return Dataset.of(Tensor.of(x, n, 2), Tensor.of(y));
    }

    private static List<Integer> labels(Dataset d) {
        List<Integer> out = new ArrayList<>();
        for (Batch b : d) {
            for (int v : b.y().ints()) {
                out.add(v);
                assertEquals(2 * b.y().size(), b.x().size(), "inputs and targets stay together");
            }
            float[] x = b.x().floats();
            int[] y = b.y().ints();
            for (int i = 0; i < y.length; i++) {
                assertEquals(y[i], x[2 * i]);
                assertEquals(-y[i], x[2 * i + 1]);
            }
        }
        return out;
    }

    @Test
    void batchesInOrder() {
        Dataset d = numbers(7).batch(3);
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), labels(d));
        assertEquals(3, d.size());
        List<Shape> shapes = new ArrayList<>();
        d.forEach(b -> shapes.add(b.x().shape()));
        assertEquals(List.of(Shape.of(3, 2), Shape.of(3, 2), Shape.of(1, 2)), shapes);
        assertEquals(List.of(0, 1, 2, 3, 4, 5), labels(numbers(7).batch(3, true)));
        assertEquals(2, numbers(7).batch(3, true).size());
    }

    @Test
    void singleSamplesHaveNoBatchAxis() {
        Batch first = numbers(3).iterator().next();
        assertEquals(Shape.of(2), first.x().shape());
        assertEquals(Shape.SCALAR, first.y().shape());
        assertEquals(3, numbers(3).size());
        assertFalse(numbers(3).isBatched());
    }

    @Test
    void shufflesAnewAtEachWalkAndTheSameForTheSameSeed() {
        Dataset d = numbers(50).shuffle(50, 7).batch(8);
        List<Integer> first = labels(d);
        List<Integer> second = labels(d);
        assertNotEquals(first, second);
        assertEquals(Set.copyOf(first), Set.copyOf(second));
        assertEquals(50, new LinkedHashSet<>(first).size());
        assertEquals(first, labels(numbers(50).shuffle(50, 7).batch(8)));
        assertNotEquals(first, labels(numbers(50).shuffle(50, 8).batch(8)));
    }

    @Test
    void aSmallBufferShufflesNearby() {
        List<Integer> order = labels(numbers(100).shuffle(5, 1).batch(10));
        for (int i = 0; i < order.size(); i++) {
            assertTrue(order.get(i) < i + 5, "nothing comes before it has entered the buffer");
        }
        assertEquals(List.of(0, 1, 2), labels(numbers(3).shuffle(1, 1).batch(2)));
    }

    @Test
    void mapsSamplesAndBatches() {
        Dataset samples = numbers(5).map(b -> Batch.of(b.x().times(1), b.y())).batch(2);
        assertEquals(List.of(0, 1, 2, 3, 4), labels(samples));
        assertEquals(3, samples.size());
        Dataset batches = numbers(5).batch(2).map(b -> Batch.of(b.x().times(10), b.y()));
        assertArrayEquals(
                new float[] {0, 0, 10, -10}, batches.iterator().next().x().floats());
        Dataset shuffled = numbers(20).map(b -> b).shuffle(20, 3).batch(4);
        assertEquals(20, new LinkedHashSet<>(labels(shuffled)).size());
        Dataset made = Dataset.ofBatches(List.of(Batch.of(Tensor.of(new float[] {1}, 1, 1))));
        assertTrue(made.isBatched());
        assertEquals(-1, made.size());
    }

    @Test
    void carriesNamesAndWeights() {
        Map<String, Tensor> x = new LinkedHashMap<>();
        x.put("a", Tensor.of(new float[] {1, 2, 3}));
        x.put("b", Tensor.of(new long[] {4, 5, 6}));
        Dataset d = Dataset.of(
                        Columns.of(x),
                        Columns.of(Tensor.of(new boolean[] {true, false, true})),
                        Columns.of(Tensor.of(new double[] {1, 2, 3})))
                .batch(2);
        Batch first = d.iterator().next();
        assertArrayEquals(new float[] {1, 2}, first.inputs().get("a").floats());
        assertArrayEquals(new long[] {4, 5}, first.inputs().get("b").longs());
        assertArrayEquals(new boolean[] {true, false}, first.y().booleans());
        assertArrayEquals(new double[] {1, 2}, first.sampleWeight().doubles());
        assertEquals(
                "There is no \"column\". Known: a, b.",
                assertThrows(ConfigException.class, () -> first.inputs().get("column"))
                        .getMessage());
    }

    @Test
    void mistakesAreNamed() {
        assertEquals(
                "Dataset.of: all tensors must have equally many rows. Received: 3 and 2.",
                assertThrows(ShapeException.class, () -> Dataset.of(Tensor.of(new float[3]), Tensor.of(new float[2])))
                        .getMessage());
        assertEquals(
                "Dataset.batch: the size must be at least 1. Received: 0.",
                assertThrows(ConfigException.class, () -> numbers(3).batch(0)).getMessage());
        assertEquals(
                "Dataset.shuffle: the buffer must hold at least 1. Received: 0.",
                assertThrows(ConfigException.class, () -> numbers(3).shuffle(0, 1))
                        .getMessage());
        assertEquals(
                "Dataset.batch: the data set has batches already.",
                assertThrows(ConfigException.class, () -> numbers(3).batch(2).batch(2))
                        .getMessage());
    }
}
