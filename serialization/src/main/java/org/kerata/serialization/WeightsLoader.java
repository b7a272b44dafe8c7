package org.kerata.serialization;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Elements;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Layer;
import org.kerata.serialization.hdf5.Hdf5Dataset;

/**
 * Puts the datasets of a file into the weights of a model: first everything is matched and checked, then everything is read, and only then
 * is anything changed.
 */
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
     * Reads the weights and puts them into their places.
     *
     * @throws ModelFileException if layers did not match and that is not allowed; nothing is changed then
     */
    LoadReport finish(Layer model) {
        if (!how.skipMismatch()) {
            requireAll();
        }
        Map<Variable, Tensor> values = new LinkedHashMap<>();
        matched.forEach((v, d) -> values.put(v, read(d, v.dtype())));
        Runnable assignments = () -> values.forEach(Variable::assign);
        if (model instanceof SavedModel s) {
            s.restore(assignments);
        } else {
            assignments.run();
        }
        return new LoadReport(loaded, skipped, unused);
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

    private Tensor read(Hdf5Dataset d, DType type) {
        Tensor t = d.tensor(type);
        if (type == DType.FLOAT32 && !how.allowNonFinite()) {
            requireFinite(d, t);
        }
        return t;
    }

    private void requireFinite(Hdf5Dataset d, Tensor t) {
        Elements e = Elements.of(t);
        ByteBuffer b = e.bytes();
        java.nio.FloatBuffer f = b.asFloatBuffer();
        int n = f.remaining();
        for (int i = 0; i < n; i++) {
            if (!Float.isFinite(f.get(i))) {
                throw ModelFileException.at(
                        file,
                        d.path(),
                        "element " + i + " is " + f.get(i) + ", so the model would only give NaN. Load it with"
                                + " new Load().allowNonFinite(true) if that is wanted.");
            }
        }
    }
}
