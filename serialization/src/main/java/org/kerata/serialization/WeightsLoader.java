package org.kerata.serialization;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Variable;
import org.kerata.serialization.hdf5.Hdf5Dataset;

/** Matches the datasets of a file with the weights of a model: their number, their order and their shapes. */
final class WeightsLoader {
    private static final int SHOWN = 12;

    private final String file;
    private final Load how;
    private final Map<Variable, Hdf5Dataset> matched = new LinkedHashMap<>();
    private final List<String> loaded = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final List<String> unused = new ArrayList<>();

    WeightsLoader(String file, Load how) {
        this.file = file;
        this.how = how;
    }

    /** Matches the weights of a layer with what the file has for it, in order. */
    void match(String layer, List<Variable> weights, List<Hdf5Dataset> found) {
        if (weights.isEmpty() && found.isEmpty()) {
            return;
        }
        if (found.size() != weights.size()) {
            skipped.add(layer + ": it has " + weights.size() + " weights, the file " + found.size());
            return;
        }
        for (int i = 0; i < weights.size(); i++) {
            Variable w = weights.get(i);
            Shape stored = Shape.of(found.get(i).shape());
            if (!stored.equals(w.shape())) {
                skipped.add(layer + ": weight " + i + " (\"" + w.name() + "\") has shape " + w.shape()
                        + ", in the file " + stored);
                return;
            }
        }
        for (int i = 0; i < weights.size(); i++) {
            matched.put(weights.get(i), found.get(i));
        }
        loaded.add(layer);
    }

    /** Notes what the file holds that no layer takes. */
    void unused(String what) {
        unused.add(what);
    }

    /**
     * What is going to be loaded.
     *
     * @throws ModelFileException if layers did not match and that is not allowed
     */
    LoadReport report() {
        if (!how.skipMismatch()) {
            requireAll();
        }
        return new LoadReport(loaded, skipped, unused);
    }

    /** The matched weights, on their way to their places. */
    Transfer transfer(Meter meter) {
        Transfer t = new Transfer(file, meter);
        matched.forEach((v, d) -> t.add(v, d, !how.allowNonFinite()));
        return t;
    }

    private void requireAll() {
        boolean surplus = !unused.isEmpty() && !how.byName();
        if (skipped.isEmpty() && !surplus) {
            return;
        }
        StringBuilder s = new StringBuilder("the weights do not fit the model.");
        skipped.stream().limit(SHOWN).forEach(p -> s.append("\n  ").append(p));
        if (surplus) {
            unused.stream()
                    .limit(SHOWN)
                    .forEach(p -> s.append("\n  ").append(p).append(": no layer of the model takes it"));
        }
        int more = skipped.size() + (surplus ? unused.size() : 0);
        if (more > SHOWN) {
            s.append("\n  …, ").append(more).append(" in all");
        }
        s.append("\nLoad it into the model it was saved from, or with new Load().skipMismatch(true) what fits.");
        throw ModelFileException.at(file, null, s.toString());
    }
}
