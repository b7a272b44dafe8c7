package org.kerata.zoo.datasets;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import org.kerata.autodiff.KerataException;

/**
 * How many thousands of passengers flew internationally in each of the 144 months from 1949 to 1960: a trend and a season that grows.
 *
 * <p>One column, {@code value}. Read from {@code timeseries/} in the folder that {@code KERATA_DATA} names, else in {@code
 * ~/.kerata/datasets} ({@code XDG_CACHE_HOME/kerata/datasets} where that is set), else downloaded there (3 kB). G. Box, G. Jenkins and G.
 * Reinsel, Time Series Analysis, 1976; the copy of R's data sets.
 */
public final class AirPassengers {
    static final DataFile FILE = new DataFile(
            "R-AirPassengers.csv", 3032, "bdb98adbd418a6de6842a742e0602f363c3b841c26677e7e61a1e055e9509bd8");

    static final RemoteFiles SET = new RemoteFiles(
            "Airline passengers",
            "timeseries",
            List.of(URI.create("https://vincentarelbundock.github.io/Rdatasets/csv/datasets/AirPassengers.csv")),
            List.of(FILE));

    private AirPassengers() {}

    /**
     * The months.
     *
     * @throws UncheckedIOException if the file is not on this machine and cannot be downloaded; the message says where to put it
     * @throws KerataException if the file is damaged
     */
    public static TimeSeries load() {
        List<String> lines =
                new String(SET.content(FILE), StandardCharsets.US_ASCII).lines().toList();
        return SeriesTable.parse(lines, 1, AirPassengers::month, (column, text) -> Float.parseFloat(text));
    }

    /** Years with the month as their twelfth part. */
    private static LocalDateTime month(String year) {
        long months = Math.round(Double.parseDouble(year) * 12);
        return LocalDateTime.of((int) (months / 12), (int) (months % 12) + 1, 1, 0, 0);
    }
}
