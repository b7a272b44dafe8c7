package org.kerata.zoo.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.autodiff.Tensor;
import org.kerata.training.Fit;
import org.kerata.zoo.datasets.SeattleWeather;
import org.kerata.zoo.datasets.TimeSeries;

class ForecastTest {
    private final TimeSeries weather = SeattleWeather.load();
    private final Forecast.Windows all = Forecast.Windows.of(weather);

    @Test
    void whatIsForecastFollowsWhatIsSeen() {
        float[] warmest = weather.column("temp_max").floats();
        float[] wind = weather.column("wind").floats();
        assertEquals("(1441, 14, 6)", all.past().shape().toString());
        assertEquals("(1441, 7)", all.future().shape().toString());
        Forecast.Windows one = all.between(100, 101);
        float[][] past = one.past().floats3()[0];
        for (int i = 0; i < 14; i++) {
            assertEquals(warmest[100 + i], past[i][0]);
            assertEquals(wind[100 + i], past[i][3]);
            assertEquals(1, past[i][4] * past[i][4] + past[i][5] * past[i][5], 1e-5);
        }
        assertArrayEquals(Arrays.copyOfRange(warmest, 114, 121), one.future().floats2()[0]);
        assertEquals(warmest[113], Forecast.today(one.past()).scalar());
    }

    @Test
    void errorsAreMeansOverWindows() {
        Forecast.Windows two = all.between(0, 2);
        Tensor off = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 3, -2, -3, -4, -5, -6, -9}, 2, 7);
        assertArrayEquals(
                new float[] {2, 2, 3, 4, 5, 6, 8}, two.errors(two.future().plus(off)), 1e-5f);
    }

    @Test
    void theModelAddsToToday() {
        Kerata.setRandomSeed(1);
        Forecast.Windows some = all.between(0, 64);
        Model model = Forecast.model(some.past());
        model.compile("adam", "mean_absolute_error");
        double[] losses = model.fit(
                        some.past(), some.future(), new Fit().epochs(8).verbose(0))
                .get("loss");
        assertTrue(losses[7] < losses[0], Arrays.toString(losses));
        float[] said = model.predict(some.past()).floats();
        float[] today = Forecast.today(some.past()).floats();
        for (int i = 0; i < said.length; i++) {
            assertEquals(today[i / 7], said[i], 5);
        }
    }
}
