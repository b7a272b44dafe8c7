package org.kerata.zoo.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;

/** The real files, where KERATA_DATA has them. */
class MnistTest {
    @Test
    void mnist() {
        TrainTest d = load(Mnist.SET, Mnist::load);
        assertArrayEquals(
                new int[] {5, 0, 4, 1, 9, 2, 1, 3, 1, 4},
                Arrays.copyOf(d.yTrain().ints(), 10));
        assertArrayEquals(
                new int[] {7, 2, 1, 0, 4, 1, 4, 9, 5, 9},
                Arrays.copyOf(d.yTest().ints(), 10));
        // The third row of the first digit that has ink, and the mean by which everybody normalises.
        float[] x = d.xTrain().floats();
        assertArrayEquals(new float[] {3, 18, 18, 18, 126, 136}, Arrays.copyOfRange(x, 5 * 28 + 12, 5 * 28 + 18));
        assertEquals(0.1307 * 255, mean(x), 0.02);
    }

    @Test
    void fashionMnist() {
        TrainTest d = load(FashionMnist.SET, FashionMnist::load);
        assertArrayEquals(
                new int[] {9, 0, 0, 3, 0, 2, 7, 2, 5, 5},
                Arrays.copyOf(d.yTrain().ints(), 10));
        assertEquals("Ankle boot", FashionMnist.CLASSES.get(d.yTest().ints()[0]));
        assertEquals(0.2860 * 255, mean(d.xTrain().floats()), 0.02);
    }

    private static TrainTest load(IdxSet set, Supplier<TrainTest> loader) {
        String data = System.getenv("KERATA_DATA");
        assumeTrue(
                data != null && Files.isDirectory(Path.of(data, set.folder())),
                "KERATA_DATA names no folder with " + set.folder());
        TrainTest d = loader.get();
        assertEquals(Shape.of(60_000, 28, 28), d.xTrain().shape());
        assertEquals(Shape.of(60_000), d.yTrain().shape());
        assertEquals(Shape.of(10_000, 28, 28), d.xTest().shape());
        assertEquals(Shape.of(10_000), d.yTest().shape());
        assertEquals(DType.FLOAT32, d.xTrain().dtype());
        assertEquals(DType.INT32, d.yTrain().dtype());
        return d;
    }

    private static double mean(float[] x) {
        double sum = 0;
        for (float v : x) {
            sum += v;
        }
        return sum / x.length;
    }
}
