package org.kerata.serialization;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Kind;
import org.kerata.layers.Layer;
import org.kerata.layers.Network;
import org.kerata.serialization.hdf5.Hdf5Attribute;
import org.kerata.serialization.hdf5.Hdf5Dataset;
import org.kerata.serialization.hdf5.Hdf5File;
import org.kerata.serialization.hdf5.Hdf5Group;
import org.kerata.serialization.hdf5.Hdf5Node;
import org.kerata.training.optimizers.Optimizer;

/**
 * An HDF5 file in the format of Keras 1 and 2: a group for each layer, whose weights stand in the order of an attribute; with the model's
 * config in another, if it is a whole model.
 */
final class LegacyFile {
    private final String name;
    private final Hdf5Group root;
    private final Hdf5Group weights;
    private final List<OldSlots.Filed> filed = new ArrayList<>();

    /** The model or weights in a file. */
    LegacyFile(String name, Hdf5File file) {
        this.name = name;
        this.root = file.root();
        this.weights = root.has("model_weights") ? root.group("model_weights") : root;
    }

    /** Whether the file is laid out so. */
    boolean isOne() {
        return !names(weights, "layer_names").isEmpty();
    }

    /** Whether the file holds a model, not weights alone. */
    boolean isModel() {
        return root.hasAttribute("model_config");
    }

    /** The model's config, with the version of Keras that wrote it and what the model was compiled with. */
    Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = Json.parse(
                "model_config of " + name, root.attribute("model_config").string());
        String version = version();
        if (version != null) {
            out.put("keras_version", version);
        }
        if (root.hasAttribute("training_config")) {
            Map<String, @Nullable Object> training = Json.parse(
                    "training_config of " + name,
                    root.attribute("training_config").string());
            out.put("compile_config", compileConfig(training));
        }
        return out;
    }

    private @Nullable String version() {
        for (Hdf5Group g : List.of(root, weights)) {
            if (g.hasAttribute("keras_version")) {
                return g.attribute("keras_version").string();
            }
        }
        return null;
    }

    private static Map<String, @Nullable Object> compileConfig(Map<String, @Nullable Object> training) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(training);
        Object optimizer = out.remove("optimizer_config");
        if (optimizer instanceof Map<?, ?> m) {
            out.put("optimizer", Kind.toMap(m));
        }
        return out;
    }

    /** Matches a model's layers: those that have weights, in order, or by their names. */
    void match(Layer model, WeightsLoader loader, boolean byName) {
        List<String> stored = new ArrayList<>();
        for (String layer : names(weights, "layer_names")) {
            if (!names(weights.group(layer), "weight_names").isEmpty()) {
                stored.add(layer);
            }
        }
        List<Layer> layers = new ArrayList<>();
        for (Layer l : model instanceof Network n ? n.layers() : List.of(model)) {
            if (!l.weights().isEmpty()) {
                layers.add(l);
            }
        }
        OldLayout layout = new OldLayout(isKeras1(), isTheano());
        // Keras 1 orders branches otherwise; where all names are the same, they say what belongs together.
        boolean named = isKeras1()
                && layers.size() == stored.size()
                && layers.stream().allMatch(l -> stored.contains(l.name()));
        if (byName || named) {
            for (Layer l : layers) {
                if (stored.remove(l.name())) {
                    match(l, l.name(), layout, loader);
                }
            }
            stored.forEach(loader::unused);
            return;
        }
        for (int i = 0; i < Math.max(layers.size(), stored.size()); i++) {
            if (i >= layers.size()) {
                loader.unused(stored.get(i));
            } else {
                match(layers.get(i), i < stored.size() ? stored.get(i) : null, layout, loader);
            }
        }
    }

    private void match(Layer l, @Nullable String stored, OldLayout layout, WeightsLoader loader) {
        List<Hdf5Dataset> arrays = stored == null ? List.of() : datasets(stored);
        List<OldLayout.Group> groups = layout.groups(l, inFileOrder(l));
        if (stored != null && groups.stream().mapToInt(OldLayout.Group::stored).sum() == arrays.size()) {
            arrays = arranged(groups, names(weights.group(stored), "weight_names"), arrays);
        }
        loader.match("\"" + l.name() + "\"", inFileOrder(l), arrays);
    }

    private List<Hdf5Dataset> arranged(List<OldLayout.Group> groups, List<String> names, List<Hdf5Dataset> arrays) {
        List<Hdf5Dataset> out = new ArrayList<>();
        int at = 0;
        for (OldLayout.Group g : groups) {
            for (int i = 0; i < g.stored(); i++) {
                filed.add(
                        new OldSlots.Filed(names.get(at + i), arrays.get(at + i).shape(), g, i));
            }
            out.addAll(g.arranged(arrays.subList(at, at + g.stored())));
            at += g.stored();
        }
        return out;
    }

    /** Files of weights alone have told their version since Keras 2. */
    private boolean isKeras1() {
        String version = version();
        return version == null || version.startsWith("1.");
    }

    /** Whether Theano wrote the file: Keras 2 says so, and in files of Keras 1 it shows in the names, which TensorFlow counts. */
    private boolean isTheano() {
        for (Hdf5Group g : List.of(root, weights)) {
            if (g.hasAttribute("backend")) {
                return g.attribute("backend").string().equals("theano");
            }
        }
        return isKeras1()
                && names(weights, "layer_names").stream()
                        .flatMap(l -> names(weights.group(l), "weight_names").stream())
                        .noneMatch(w -> w.endsWith(":0"));
    }

    /** Keras puts the weights that training changes first, which depends on what is frozen. */
    private static List<Variable> inFileOrder(Layer l) {
        List<Variable> out = new ArrayList<>(l.trainableWeights());
        out.addAll(l.nonTrainableWeights());
        return out;
    }

    private List<Hdf5Dataset> datasets(String layer) {
        Hdf5Group g = weights.group(layer);
        List<Hdf5Dataset> out = new ArrayList<>();
        for (String w : names(g, "weight_names")) {
            out.add(g.dataset(w));
        }
        return out;
    }

    /** The state of a model's optimizer, in the order of its variables; none if there is none. To be asked for when weights are matched. */
    List<Hdf5Dataset> optimizer(Layer model) {
        Optimizer o = model instanceof SavedModel s ? s.optimizerOrNull() : null;
        List<Hdf5Dataset> stored = optimizer();
        if (o == null || stored.isEmpty()) {
            return stored;
        }
        List<Variable> trainable = ((SavedModel) model).trainableWeights();
        o.build(trainable);
        return OldSlots.arranged(o, trainable, filed, isKeras1(), stored);
    }

    private List<Hdf5Dataset> optimizer() {
        if (!(root.find("optimizer_weights") instanceof Hdf5Group g)) {
            return List.of();
        }
        List<Hdf5Dataset> out = new ArrayList<>();
        for (String w : names(g, "weight_names")) {
            Hdf5Node n = g.find(w);
            if (n instanceof Hdf5Dataset d) {
                out.add(d);
            }
        }
        return out;
    }

    /** Names in an attribute; a long list is spread over several. */
    private static List<String> names(Hdf5Group g, String attribute) {
        if (g.hasAttribute(attribute)) {
            Hdf5Attribute a = g.attribute(attribute);
            // h5py writes an empty list as one of numbers.
            return a.shape().length == 1 && a.shape()[0] == 0 ? List.of() : a.strings();
        }
        List<String> out = new ArrayList<>();
        for (int i = 0; g.hasAttribute(attribute + i); i++) {
            out.addAll(g.attribute(attribute + i).strings());
        }
        return out;
    }
}
