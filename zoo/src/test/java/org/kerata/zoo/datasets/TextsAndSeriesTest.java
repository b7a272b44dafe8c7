package org.kerata.zoo.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;

/** Texts and time series: those in the jar, and the real files where KERATA_DATA has them. */
class TextsAndSeriesTest {
    @Test
    void smsSpam() {
        TextTrainTest d = SmsSpam.load();
        assertEquals(4459, d.xTrain().size());
        assertEquals(1115, d.xTest().size());
        assertEquals(Shape.of(4459), d.yTrain().shape());
        assertEquals(DType.INT32, d.yTest().dtype());
        int spam = Arrays.stream(d.yTrain().ints()).sum()
                + Arrays.stream(d.yTest().ints()).sum();
        assertEquals(747, spam);
        int inTest = Arrays.stream(d.yTest().ints()).sum();
        assertTrue(inTest > 120 && inTest < 180, "spam among 1,115: " + inTest);
        int at = d.xTrain().indexOf("Ok lar... Joking wif u oni...") >= 0
                ? d.yTrain().ints()[d.xTrain().indexOf("Ok lar... Joking wif u oni...")]
                : d.yTest().ints()[d.xTest().indexOf("Ok lar... Joking wif u oni...")];
        assertEquals("ham", SmsSpam.CLASSES.get(at));
        assertEquals(SmsSpam.load().xTest(), d.xTest());
        assertTrue(d.xTrain().stream().anyMatch(t -> t.contains("£")), "not read as UTF-8");
    }

    @Test
    void seattleWeather() {
        TimeSeries s = SeattleWeather.load();
        assertEquals(1461, s.length());
        assertEquals(List.of("precipitation", "temp_max", "temp_min", "wind", "weather"), s.columns());
        assertEquals(Shape.of(1461, 5), s.values().shape());
        assertEquals(LocalDate.of(2012, 1, 1).atStartOfDay(), s.times().get(0));
        assertEquals(LocalDate.of(2015, 12, 31).atStartOfDay(), s.times().get(1460));
        for (int i = 1; i < s.length(); i++) {
            assertEquals(s.times().get(i - 1).plusDays(1), s.times().get(i));
        }
        assertArrayEquals(
                new float[] {12.8f, 10.6f, 11.7f},
                Arrays.copyOf(s.column("temp_max").floats(), 3));
        float[] kinds = s.column("weather").floats();
        assertEquals("drizzle", SeattleWeather.CLASSES.get((int) kinds[0]));
        for (float k : kinds) {
            assertNotEquals(-1, k);
        }
        ConfigException e = assertThrows(ConfigException.class, () -> s.column("humidity"));
        assertEquals(
                "There is no column \"humidity\". Known: precipitation, temp_max, temp_min, wind, weather.",
                e.getMessage());
    }

    @Test
    void shakespeare() {
        assumeData("text");
        String text = Shakespeare.load();
        assertEquals(1_115_394, text.length());
        assertTrue(text.startsWith("First Citizen:\nBefore we proceed"));
        assertEquals(65, text.chars().distinct().count());
    }

    @Test
    void airPassengers() {
        assumeData("timeseries");
        TimeSeries s = AirPassengers.load();
        assertEquals(144, s.length());
        assertEquals(List.of("value"), s.columns());
        assertEquals(LocalDateTime.of(1949, 1, 1, 0, 0), s.times().get(0));
        for (int i = 1; i < s.length(); i++) {
            assertEquals(s.times().get(i - 1).plusMonths(1), s.times().get(i));
        }
        float[] v = s.column("value").floats();
        assertEquals(112, v[0]);
        assertEquals(432, v[143]);
    }

    @Test
    void numenta() {
        assumeData("timeseries/nab");
        TimeSeries noise = Numenta.dailySmallNoise();
        TimeSeries jumps = Numenta.dailyJumpsUp();
        assertEquals(Shape.of(4032, 1), noise.values().shape());
        assertEquals(4032, jumps.length());
        assertEquals(LocalDateTime.of(2014, 4, 1, 0, 5), noise.times().get(1));
        // As the tutorial that everybody follows normalises it.
        float[] v = noise.column("value").floats();
        double mean = 0;
        for (float x : v) {
            mean += x / v.length;
        }
        assertEquals(42.438353, mean, 1e-4);
        TimeSeries taxi = Numenta.taxiPassengers();
        assertEquals(10_320, taxi.length());
        assertEquals(10_844, taxi.values().floats()[0]);
        assertEquals(taxi.times().get(0).plusMinutes(30), taxi.times().get(1));
    }

    private static void assumeData(String folder) {
        String data = System.getenv("KERATA_DATA");
        assumeTrue(
                data != null && Files.isDirectory(Path.of(data, folder)), "KERATA_DATA names no folder with " + folder);
    }
}
