package org.kerata.serialization;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Assets;
import org.kerata.layers.Layer;
import org.kerata.serialization.hdf5.Hdf5Dataset;
import org.kerata.serialization.hdf5.Hdf5File;
import org.kerata.serialization.hdf5.Hdf5Group;
import org.kerata.serialization.hdf5.Hdf5Node;

/**
 * A weights file of Keras 3: for each layer a group {@code vars}, in which the variables are numbered. Also those of 2.13 and 2.14, which
 * had another name for {@code layers} and skipped numbers.
 */
final class WeightsFile {
    private static final String OLD_LAYERS = "_layer_checkpoint_dependencies";

    /** What Keras keeps among variables by a name. */
    private static final Set<String> NAMES = Set.of("idf_weights");

    private final String name;
    private final boolean old;
    private final Map<String, List<Hdf5Group>> groups = new LinkedHashMap<>();

    /** The weights in a file, or in several that belong together. */
    WeightsFile(String name, List<Hdf5File> files) {
        this.name = name;
        files.forEach(f -> collect("", f.root()));
        this.old = groups.keySet().stream().anyMatch(p -> p.contains(OLD_LAYERS));
        if (old) {
            Map<String, List<Hdf5Group>> renamed = new LinkedHashMap<>();
            groups.forEach((path, g) -> renamed.put(path.replace(OLD_LAYERS, "layers"), g));
            groups.clear();
            groups.putAll(renamed);
        }
    }

    private void collect(String path, Hdf5Group group) {
        for (Hdf5Node child : group.children()) {
            if (child instanceof Hdf5Group g) {
                String below = (path.isEmpty() ? "" : path + "/") + g.name().replace('\\', '/');
                groups.computeIfAbsent(below, p -> new ArrayList<>()).add(g);
                collect(below, g);
            }
        }
    }

    /** Whether the file is laid out so. */
    boolean isOne() {
        return groups.keySet().stream().anyMatch(p -> p.equals("vars") || p.endsWith("/vars"));
    }

    /** Matches a model's layers by their places, or by their names. */
    void match(Layer model, WeightsLoader loader, boolean byName) {
        Map<String, List<Hdf5Group>> left = new LinkedHashMap<>(groups);
        Map<String, List<Hdf5Group>> named = byName ? byNames() : Map.of();
        WeightTree.of(model).forEach((path, layer) -> {
            List<Variable> weights = layer.ownWeights();
            List<Hdf5Group> vars = byName ? named.get(layer.name()) : find(WeightTree.vars(path));
            left.values().removeIf(v -> v == vars);
            if (byName && vars == null) {
                return;
            }
            loader.match(label(path, layer), weights, vars == null ? List.of() : numbered(vars));
            if (layer instanceof Assets a && vars != null) {
                a.loadNumbers(named(vars));
            }
        });
        left.forEach((path, g) -> {
            boolean ours = path.startsWith("optimizer/") || path.startsWith("metrics/");
            if (path.endsWith("vars") && !ours && !numbered(g).isEmpty()) {
                loader.unused(path);
            }
        });
    }

    private static String label(String path, Layer layer) {
        return path.isEmpty() ? "the model" : "\"" + layer.name() + "\" (" + path + ")";
    }

    private Map<String, List<Hdf5Group>> byNames() {
        Map<String, List<Hdf5Group>> out = new LinkedHashMap<>();
        groups.forEach((path, g) -> {
            // Of several shards the first one to know a layer knows its name.
            if (path.endsWith("vars") && g.get(0).hasAttribute("name")) {
                out.putIfAbsent(g.get(0).attribute("name").string(), g);
            }
        });
        return out;
    }

    private @Nullable List<Hdf5Group> find(String path) {
        List<Hdf5Group> exact = groups.get(path);
        if (exact != null || !old) {
            return exact;
        }
        String at = "";
        for (String part : path.split("/")) {
            String below = at.isEmpty() ? part : at + "/" + part;
            at = groups.containsKey(below) && !skips(at, part) ? below : counted(at, part);
            if (at.isEmpty()) {
                return null;
            }
        }
        return groups.get(at);
    }

    /** Whether the names at a place are counted with gaps. */
    private boolean skips(String parent, String part) {
        List<String> all = siblings(parent, base(part));
        int last = number(all.isEmpty() ? part : all.get(all.size() - 1));
        return !all.isEmpty() && last != all.size() - 1;
    }

    /** The k-th group of a class, whatever number it bears. */
    private String counted(String parent, String part) {
        List<String> all = siblings(parent, base(part));
        int k = number(part);
        return k < all.size() ? (parent.isEmpty() ? "" : parent + "/") + all.get(k) : "";
    }

    private List<String> siblings(String parent, String base) {
        TreeMap<Integer, String> out = new TreeMap<>();
        String prefix = parent.isEmpty() ? "" : parent + "/";
        for (String path : groups.keySet()) {
            if (path.startsWith(prefix)) {
                String rest = path.substring(prefix.length());
                if (!rest.contains("/") && base(rest).equals(base)) {
                    out.put(number(rest), rest);
                }
            }
        }
        return new ArrayList<>(out.values());
    }

    private static String base(String part) {
        return part.replaceFirst("_\\d+$", "");
    }

    private static int number(String part) {
        String digits = part.substring(base(part).length());
        return digits.isEmpty() || digits.length() > 7 ? 0 : Integer.parseInt(digits.substring(1));
    }

    /** The datasets of a group, by number. */
    private List<Hdf5Dataset> numbered(List<Hdf5Group> vars) {
        TreeMap<Integer, Hdf5Dataset> out = new TreeMap<>();
        for (Hdf5Group part : vars) {
            for (Hdf5Node n : part.children()) {
                if (n instanceof Hdf5Dataset d) {
                    add(out, d);
                }
            }
        }
        if (!out.isEmpty() && out.lastKey() != out.size() - 1) {
            throw ModelFileException.at(
                    name,
                    vars.get(0).path(),
                    "variables are numbered from 0 without gaps. Found: " + out.keySet() + ".");
        }
        return new ArrayList<>(out.values());
    }

    /** The datasets of a group that bear a name. */
    private static Map<String, float[]> named(List<Hdf5Group> vars) {
        Map<String, float[]> out = new LinkedHashMap<>();
        for (Hdf5Group part : vars) {
            for (Hdf5Node n : part.children()) {
                if (n instanceof Hdf5Dataset d && NAMES.contains(d.name())) {
                    out.put("vars/" + d.name(), d.tensor(DType.FLOAT32).floats());
                }
            }
        }
        return out;
    }

    private void add(Map<Integer, Hdf5Dataset> to, Hdf5Dataset d) {
        if (NAMES.contains(d.name())) {
            return;
        }
        if (!d.name().matches("\\d{1,7}")) {
            throw ModelFileException.at(name, d.path(), "variables are numbered from 0. Received this name.");
        }
        if (to.put(Integer.parseInt(d.name()), d) != null) {
            throw ModelFileException.at(name, d.path(), "two files of the weights hold this variable.");
        }
    }

    /** The variables under a path, such as {@code optimizer}; none if there is no such place. */
    List<Hdf5Dataset> variables(String path) {
        List<Hdf5Group> vars = groups.get(WeightTree.vars(path));
        return vars == null ? List.of() : numbered(vars);
    }
}
