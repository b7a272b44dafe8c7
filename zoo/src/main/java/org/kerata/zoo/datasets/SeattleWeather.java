package org.kerata.zoo.datasets;

import java.time.LocalDate;
import java.util.List;

/**
 * The weather of Seattle on each of the 1,461 days from 2012 to 2015; in the jar, so always at hand.
 *
 * <p>Columns: {@code precipitation} (mm), {@code temp_max} and {@code temp_min} (°C), {@code wind} (m/s), and {@code weather}, an index
 * into {@link #CLASSES}.
 *
 * <p>Source: the United States' National Oceanic and Atmospheric Administration; the copy of vega-datasets, BSD 3-clause.
 */
public final class SeattleWeather {
    /** The kinds of weather. */
    public static final List<String> CLASSES = List.of("drizzle", "fog", "rain", "snow", "sun");

    private SeattleWeather() {}

    /** The days. */
    public static TimeSeries load() {
        return SeriesTable.parse(
                Packed.lines("seattle_weather.csv.gz"),
                0,
                day -> LocalDate.parse(day).atStartOfDay(),
                (column, text) -> column.equals("weather") ? CLASSES.indexOf(text) : Float.parseFloat(text));
    }
}
