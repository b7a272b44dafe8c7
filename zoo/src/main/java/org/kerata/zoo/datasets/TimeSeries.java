package org.kerata.zoo.datasets;

import java.time.LocalDateTime;
import java.util.List;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;

/**
 * Measurements in the order of time.
 *
 * @param times when each was taken
 * @param columns what was measured
 * @param values the numbers, {@code (times, columns)}, float32
 */
public record TimeSeries(List<LocalDateTime> times, List<String> columns, Tensor values) {

    /** How many points in time there are. */
    public int length() {
        return times.size();
    }

    /**
     * One of the columns, {@code (times)}.
     *
     * @throws ConfigException if there is none of this name
     */
    public Tensor column(String name) {
        int c = columns.indexOf(name);
        if (c < 0) {
            throw new ConfigException(
                    "There is no column \"" + name + "\". Known: " + String.join(", ", columns) + ".");
        }
        float[] all = values.floats();
        float[] out = new float[length()];
        for (int i = 0; i < out.length; i++) {
            out[i] = all[i * columns.size() + c];
        }
        return Tensor.of(out, Shape.of(out.length).dims());
    }
}
