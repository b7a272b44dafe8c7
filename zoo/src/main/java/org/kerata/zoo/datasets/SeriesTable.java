package org.kerata.zoo.datasets;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.kerata.autodiff.Tensor;

/** Tables of comma-separated measurements, the first line their names. */
final class SeriesTable {
    private SeriesTable() {}

    /** Reads a cell. */
    interface Cell {
        /** The number in a column. */
        float number(String column, String text);
    }

    /**
     * A series from the lines of a table.
     *
     * @param timeColumn which column says when
     * @param time reads it
     * @param cell reads the other columns, which are those behind it
     */
    static TimeSeries parse(List<String> lines, int timeColumn, Function<String, LocalDateTime> time, Cell cell) {
        String[] names = lines.get(0).split(",", -1);
        List<String> columns = Arrays.asList(names).subList(timeColumn + 1, names.length);
        List<LocalDateTime> times = new ArrayList<>();
        float[] values = new float[(lines.size() - 1) * columns.size()];
        int at = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            times.add(time.apply(cells[timeColumn]));
            for (int i = 0; i < columns.size(); i++) {
                values[at++] = cell.number(columns.get(i), cells[timeColumn + 1 + i]);
            }
        }
        return new TimeSeries(
                List.copyOf(times), List.copyOf(columns), Tensor.of(values, times.size(), columns.size()));
    }
}
