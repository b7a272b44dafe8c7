package org.kerata.zoo.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.autodiff.Tensor;
import org.kerata.training.Fit;

class AnomalyDetectionTest {
    /** Days of a wave, as many values as asked for. */
    private static Tensor wave(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) Math.sin(2 * Math.PI * i / 288);
        }
        return Tensor.of(values);
    }

    @Test
    void aMomentIsStrangeIfAllWindowsThatHoldItAre() {
        // Windows 5 to 293 are badly told: two moments are in no others.
        float[] errors = new float[600];
        Arrays.fill(errors, 5, 294, 2);
        boolean[] strange = AnomalyDetection.strange(errors, 1);
        assertEquals(600 + 287, strange.length);
        assertArrayEquals(
                new int[] {292, 293},
                IntStream.range(0, strange.length).filter(i -> strange[i]).toArray());
        Arrays.fill(errors, 150, 151, 1);
        boolean[] none = AnomalyDetection.strange(errors, 1);
        assertEquals(0, IntStream.range(0, none.length).filter(i -> none[i]).count());
    }

    @Test
    void windowsAreAllStretchesOfADay() {
        Tensor windows = AnomalyDetection.windows(wave(300));
        assertEquals("(13, 288, 1)", windows.shape().toString());
        assertEquals(wave(300).get(12 + 40).scalar(), windows.floats3()[12][40][0]);
    }

    @Test
    void theScaleMakesMeanAndDeviation() {
        Tensor values = Tensor.of(new float[] {1, 2, 3, 4});
        // As pandas has it, of a sample: the root of 5/3.
        AnomalyDetection.Scale scale = AnomalyDetection.Scale.of(values);
        assertEquals(2.5, scale.mean(), 1e-6);
        assertEquals(Math.sqrt(5 / 3.0), scale.deviation(), 1e-6);
        assertArrayEquals(
                new float[] {-1.161895f, -0.387298f, 0.387298f, 1.161895f},
                scale.apply(values).floats(),
                1e-5f);
    }

    @Test
    void theAutoencoderIsThatOfKerasAndLearns() {
        Kerata.setRandomSeed(1);
        Model model = AnomalyDetection.autoencoder();
        assertEquals(9505, model.countParams());
        model.compile("adam", "mse");
        Tensor windows = AnomalyDetection.windows(wave(288 + 63));
        double[] losses =
                model.fit(windows, windows, new Fit().epochs(4).verbose(0)).get("loss");
        assertTrue(losses[3] < losses[0], Arrays.toString(losses));
    }
}
