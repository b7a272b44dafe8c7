package org.kerata.zoo.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;

/** The data sets in the jar. */
class EmbeddedTest {
    @Test
    void digits() {
        TrainTest d = Digits.load();
        assertEquals(Shape.of(1437, 8, 8, 1), d.xTrain().shape());
        assertEquals(Shape.of(1437), d.yTrain().shape());
        assertEquals(Shape.of(360, 8, 8, 1), d.xTest().shape());
        assertEquals(Shape.of(360), d.yTest().shape());
        assertEquals(DType.FLOAT32, d.xTrain().dtype());
        assertEquals(DType.INT32, d.yTrain().dtype());
        // What scikit-learn's copy adds up to: 64 columns of pixels, and the digits.
        assertEquals(561_718, sum(d.xTrain()) + sum(d.xTest()));
        assertEquals(8070, sum(d.yTrain()) + sum(d.yTest()));
        assertArrayEquals(
                new int[] {178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, counts(10, d.yTrain(), d.yTest()));
        assertEquals(16, max(d.xTrain()));
    }

    @Test
    void digitsAreDividedFairly() {
        int[] test = counts(10, Digits.load().yTest());
        for (int n : test) {
            assertTrue(n >= 24 && n <= 48, "360 test images of ten digits: " + Arrays.toString(test));
        }
    }

    @Test
    void theDivisionIsFixed() {
        assertArrayEquals(Digits.load().xTest().floats(), Digits.load().xTest().floats());
        int[] first = Arrays.copyOf(Digits.load().yTest().ints(), 12);
        assertArrayEquals(new int[] {5, 3, 8, 4, 4, 8, 9, 6, 7, 2, 4, 3}, first);
    }

    @Test
    void pixelsBelongToTheirDigit() {
        // A zero has an empty middle, a one a full one; a row out of step with its label would show.
        TrainTest d = Digits.load();
        float[] x = d.xTrain().floats();
        int[] y = d.yTrain().ints();
        assertTrue(middle(x, y, 0) < 2, "ink in the middle of a 0");
        assertTrue(middle(x, y, 1) > 12, "ink in the middle of a 1");
    }

    @Test
    void breastCancer() {
        TrainTest d = BreastCancer.load();
        assertEquals(Shape.of(455, 30), d.xTrain().shape());
        assertEquals(Shape.of(114, 30), d.xTest().shape());
        assertArrayEquals(new int[] {212, 357}, counts(2, d.yTrain(), d.yTest()));
        assertEquals("mean radius", BreastCancer.FEATURES.get(0));
        assertEquals("area error", BreastCancer.FEATURES.get(13));
        assertEquals("worst fractal dimension", BreastCancer.FEATURES.get(29));
        // "worst" is never below the mean.
        float[][] rows = d.xTrain().floats2();
        for (float[] row : rows) {
            assertTrue(row[20] >= row[0] && row[23] >= row[3], "worst radius and area: " + Arrays.toString(row));
        }
        int[] test = counts(2, d.yTest());
        assertTrue(test[0] >= 30 && test[0] <= 55, "malignant among 114: " + test[0]);
    }

    @Test
    void licencesAreInTheJar() {
        assertNotNull(Digits.class.getResource("NOTICE"));
    }

    private static double middle(float[] x, int[] y, int digit) {
        return IntStream.range(0, y.length)
                .filter(i -> y[i] == digit)
                .mapToDouble(i -> (x[i * 64 + 27] + x[i * 64 + 28] + x[i * 64 + 35] + x[i * 64 + 36]) / 4)
                .average()
                .orElseThrow();
    }

    private static double sum(Tensor t) {
        return Arrays.stream(t.doubles()).sum();
    }

    private static double max(Tensor t) {
        return Arrays.stream(t.doubles()).max().orElseThrow();
    }

    private static int[] counts(int classes, Tensor... labels) {
        int[] counts = new int[classes];
        for (Tensor t : labels) {
            for (int label : t.ints()) {
                counts[label]++;
            }
        }
        return counts;
    }
}
