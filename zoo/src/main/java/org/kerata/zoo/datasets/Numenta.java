package org.kerata.zoo.datasets;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import org.kerata.autodiff.KerataException;

/**
 * Series of the Numenta Anomaly Benchmark: what is usual, and days on which something is not.
 *
 * <p>One column, {@code value}. Read from {@code timeseries/nab/} in the folder that {@code KERATA_DATA} names, else in {@code
 * ~/.kerata/datasets} ({@code XDG_CACHE_HOME/kerata/datasets} where that is set), else downloaded there (0.3 MB at most). Numenta; MIT.
 */
public final class Numenta {
    static final Series SMALL_NOISE = series(
            "artificialNoAnomaly",
            "art_daily_small_noise.csv",
            140_187,
            "c4b304229f69f108eaa024fb2406fcd4510c5c5d95cd0053e2da6989682e4e6d");

    static final Series JUMPS_UP = series(
            "artificialWithAnomaly",
            "art_daily_jumpsup.csv",
            140_548,
            "f79f92b93ee4f9c10e2dc552505e8880b0c618639ed5e0f9816e044b75c26456");

    static final Series TAXI = series(
            "realKnownCause",
            "nyc_taxi.csv",
            265_771,
            "d8fa6f7f0734bf5c8be12c52a94e20a82664c397d9dec4449156bd453d32856d");

    private Numenta() {}

    /** A series and where it comes from. */
    record Series(DataFile file, RemoteFiles set) {
        TimeSeries read(DataFolders folders, Download download) {
            byte[] content = set.content(file, folders, download);
            List<String> lines =
                    new String(content, StandardCharsets.US_ASCII).lines().toList();
            return SeriesTable.parse(
                    lines,
                    0,
                    at -> LocalDateTime.parse(at.replace(' ', 'T')),
                    (column, text) -> Float.parseFloat(text));
        }

        TimeSeries read() {
            return read(DataFolders.here(), Download.toErrorStream());
        }
    }

    private static Series series(String group, String name, int bytes, String sha256) {
        DataFile file = new DataFile(name, bytes, sha256);
        URI address = URI.create("https://raw.githubusercontent.com/numenta/NAB/master/data/" + group + "/" + name);
        return new Series(
                file, new RemoteFiles("Numenta Anomaly Benchmark", "timeseries/nab", List.of(address), List.of(file)));
    }

    /**
     * 14 artificial days in steps of five minutes, a wave with a little noise and nothing unusual: 4,032 values.
     *
     * @throws UncheckedIOException if the file is not on this machine and cannot be downloaded; the message says where to put it
     * @throws KerataException if the file is damaged
     */
    public static TimeSeries dailySmallNoise() {
        return SMALL_NOISE.read();
    }

    /**
     * 14 artificial days like these, on one of which the wave is much higher: 4,032 values.
     *
     * @throws UncheckedIOException if the file is not on this machine and cannot be downloaded; the message says where to put it
     * @throws KerataException if the file is damaged
     */
    public static TimeSeries dailyJumpsUp() {
        return JUMPS_UP.read();
    }

    /**
     * How many passengers took a taxi in New York in each half hour from July 2014 to January 2015, a marathon, three holidays and a
     * snow storm among them: 10,320 values.
     *
     * @throws UncheckedIOException if the file is not on this machine and cannot be downloaded; the message says where to put it
     * @throws KerataException if the file is damaged
     */
    public static TimeSeries taxiPassengers() {
        return TAXI.read();
    }
}
