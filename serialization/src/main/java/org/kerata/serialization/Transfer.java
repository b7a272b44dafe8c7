package org.kerata.serialization;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Elements;
import org.kerata.autodiff.Variable;
import org.kerata.serialization.hdf5.Hdf5Dataset;

/**
 * Numbers on their way from datasets into the memory of variables, without a copy between. {@link #check} reads all of them and keeps
 * none, so that whatever is wrong with them shows before {@link #write} changes anything.
 */
final class Transfer {
    private final String file;
    private final Meter meter;
    private final Map<Variable, From> from = new LinkedHashMap<>();

    private record From(Hdf5Dataset dataset, boolean finite) {}

    Transfer(String file, Meter meter) {
        this.file = file;
        this.meter = meter;
    }

    /**
     * Pairs a variable with a dataset of its shape.
     *
     * @param finite whether infinities and NaN are errors
     */
    void add(Variable to, Hdf5Dataset dataset, boolean finite) {
        from.put(to, new From(dataset, finite));
        meter.expect(dataset.bytes());
    }

    /** The variables that are going to be written. */
    Set<Variable> targets() {
        return Collections.unmodifiableSet(from.keySet());
    }

    /**
     * Reads everything and keeps nothing.
     *
     * @throws ModelFileException if something cannot be read, or is not as it should be
     */
    void check() {
        from.values().forEach(f -> meter.expect(f.dataset.bytes()));
        from.forEach((v, f) -> f.dataset.scan(v.dtype(), (values, first) -> seen(f, v.dtype(), values, first)));
    }

    /** Reads everything into its place, checking it on the way. */
    void write() {
        from.forEach((v, f) -> Elements.overwrite(
                v, to -> f.dataset.read(v.dtype(), to, (values, first) -> seen(f, v.dtype(), values, first))));
    }

    private void seen(From f, DType type, ByteBuffer values, long first) {
        int bad = f.finite ? Finite.firstNot(values, type) : -1;
        if (bad >= 0) {
            Number value = type == DType.FLOAT64
                    ? (Number) values.getDouble(bad * Double.BYTES)
                    : (Number) values.getFloat(bad * Float.BYTES);
            throw ModelFileException.at(
                    file,
                    f.dataset.path(),
                    "element " + (first + bad) + " is " + value + ", so the model would only give NaN. Load it with"
                            + " new Load().allowNonFinite(true) if that is wanted.");
        }
        meter.add((long) values.remaining() / type.bytes() * f.dataset.type().bytes());
    }
}
