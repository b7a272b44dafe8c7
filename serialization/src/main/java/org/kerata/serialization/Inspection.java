package org.kerata.serialization;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.KerataException;
import org.kerata.layers.Kind;
import org.kerata.layers.Layers;
import org.kerata.serialization.ModelFile.Compiled;
import org.kerata.serialization.ModelFile.LayerEntry;
import org.kerata.serialization.ModelFile.WeightEntry;
import org.kerata.serialization.hdf5.Hdf5Dataset;
import org.kerata.serialization.hdf5.Hdf5File;
import org.kerata.serialization.hdf5.Hdf5Group;
import org.kerata.serialization.hdf5.Hdf5Node;
import org.kerata.serialization.legacy.Legacy;

/** Gathers what a {@link ModelFile} tells. */
final class Inspection {
    private static final int LONGEST_CONFIG = 256 << 20;
    private static final int DEEPEST = 100;
    private static final Set<String> MODELS = Set.of("Sequential", "Functional", "Model");

    final String name;
    String format = "";
    long bytes;

    @Nullable
    String kerasVersion;

    @Nullable
    String dateSaved;

    @Nullable
    String modelClass;

    @Nullable
    String modelName;

    private final Map<String, String> named = new HashMap<>();
    final List<LayerEntry> layers = new ArrayList<>();
    final List<WeightEntry> weights = new ArrayList<>();
    final List<WeightEntry> optimizerState = new ArrayList<>();

    @Nullable
    Compiled compiled;

    private Inspection(String name) {
        this.name = name;
    }

    /** Looks into a file or folder. */
    static Inspection of(Path file) {
        Inspection i = new Inspection(file.toString());
        try {
            if (Files.isDirectory(file)) {
                i.folder(file);
            } else {
                try (FileChannel channel = FileKind.open(file)) {
                    i.bytes = channel.size();
                    switch (FileKind.of(i.name, channel)) {
                        case ZIP -> i.archive(channel);
                        case HDF5 -> i.hdf5(channel);
                        case JSON -> i.json(file);
                    }
                }
            }
            return i;
        } catch (IOException e) {
            throw ModelFileException.at(i.name, null, "it cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private void folder(Path folder) throws IOException {
        Path config = folder.resolve(Archive.CONFIG);
        if (!Files.isRegularFile(config)) {
            throw ModelFileException.at(name, null, "the folder has no config.json, so it is no unpacked .keras file.");
        }
        format = "model (unpacked .keras)";
        Path metadata = folder.resolve(Archive.METADATA);
        metadata(Files.isRegularFile(metadata) ? Files.readString(metadata) : "{}");
        config(Json.parse(config.toString(), Files.readString(config)));
        Path stored = folder.resolve(Archive.WEIGHTS);
        for (Path p : List.of(config, metadata, stored)) {
            bytes += Files.isRegularFile(p) ? Files.size(p) : 0;
        }
        if (Files.isRegularFile(stored)) {
            try (Hdf5File h = Hdf5File.open(stored)) {
                arrays(h.root());
            }
        }
    }

    private void archive(FileChannel channel) throws IOException {
        try (ZipIndex zip = new ZipIndex(name, channel)) {
            format = "model (.keras)";
            metadata(zip.has(Archive.METADATA) ? zip.text(Archive.METADATA, LONGEST_CONFIG) : "{}");
            config(Json.parse(Archive.CONFIG + " of " + name, zip.text(Archive.CONFIG, LONGEST_CONFIG)));
            if (zip.has(Archive.WEIGHTS)) {
                arrays(zip.hdf5(Archive.WEIGHTS, new Meter(null)).root());
            }
        }
    }

    private void metadata(String text) {
        Map<String, @Nullable Object> m = Json.parse(Archive.METADATA + " of " + name, text);
        kerasVersion = string(m.get("keras_version"));
        dateSaved = string(m.get("date_saved"));
    }

    private void hdf5(FileChannel channel) throws IOException {
        try (Hdf5File h = Hdf5File.of(channel, 0, channel.size(), name)) {
            LegacyFile legacy = new LegacyFile(name, h);
            if (legacy.isModel()) {
                format = "model (.h5)";
                config(legacy.config());
            } else {
                format = legacy.isOne() ? "weights (.h5)" : "weights (.weights.h5)";
            }
            Hdf5Group root = h.root();
            Hdf5Node in = root.find("model_weights");
            for (Hdf5Node n : in == null ? List.of(root) : List.of(root, in)) {
                if (kerasVersion == null && n.hasAttribute("keras_version")) {
                    kerasVersion = n.attribute("keras_version").string();
                }
            }
            arrays(root);
            if (!legacy.isOne() && !new WeightsFile(name, List.of(h)).isOne()) {
                throw ModelFileException.at(
                        name, null, "it holds no weights of a Keras model. Found at the top: " + root.names() + ".");
            }
        }
    }

    private void json(Path file) throws IOException {
        Map<String, @Nullable Object> all = Json.parse(name, Files.readString(file));
        if (!all.containsKey("weight_map")) {
            if (!(all.get("class_name") instanceof String) || !all.containsKey("config")) {
                throw ModelFileException.at(
                        name,
                        null,
                        "it is JSON, but neither a model's config, which has \"class_name\" and \"config\", nor a map of"
                                + " weights, which has \"weight_map\". Found: " + all.keySet() + ".");
            }
            format = "config (JSON)";
            config(all);
            return;
        }
        try (Shards shards = Shards.open(name, file)) {
            format = "weights in " + shards.files().size() + " files (.weights.json)";
            for (Hdf5File h : shards.files()) {
                bytes += h.size();
                arrays(h.root());
            }
        }
    }

    // ---- config ----

    private void config(Map<String, @Nullable Object> found) {
        Map<String, @Nullable Object> written = found;
        try {
            written = Sense.of(() -> Legacy.modernized(found));
        } catch (KerataException e) {
            // what cannot be loaded can be looked at as it is
        }
        if (kerasVersion == null) {
            kerasVersion = string(found.get("keras_version"));
        }
        modelClass = string(written.get("class_name"));
        Object config = written.get("config");
        Object own = config instanceof Map<?, ?> m ? m.get("name") : null;
        modelName = own == null ? string(written.get("name")) : string(own);
        layers("", config, 0);
        if (written.get("compile_config") instanceof Map<?, ?> c && !c.isEmpty()) {
            compiled = new Compiled(called(c.get("optimizer")), called(c.get("loss")), metrics(c.get("metrics")));
        }
    }

    /** The layers in a model's config; a Sequential of Keras 1 is a list of them. */
    private void layers(String within, @Nullable Object config, int depth) {
        Object list = config instanceof Map<?, ?> m ? m.get("layers") : config;
        if (!(list instanceof List<?> all) || depth > DEEPEST) {
            return;
        }
        for (Object o : all) {
            if (o instanceof Map<?, ?> m) {
                layer(within, Kind.toMap(m), depth);
            }
        }
    }

    private void layer(String within, Map<String, @Nullable Object> described, int depth) {
        String className = String.valueOf(described.get("class_name"));
        Object config = described.get("config");
        Object own = config instanceof Map<?, ?> m ? m.get("name") : null;
        String called = within + (own != null ? own : described.getOrDefault("name", className));
        String registered = string(described.get("registered_name"));
        boolean model = config instanceof List<?> || (config instanceof Map<?, ?> m && m.containsKey("layers"));
        boolean known = Layers.NAMES.knows(className)
                || (model && MODELS.contains(className))
                || (registered != null && Layers.NAMES.knows(registered))
                || Operators.find(described.get("module"), className) != null;
        layers.add(
                new LayerEntry(called, registered != null && registered.contains(">") ? registered : className, known));
        if (model) {
            layers(called + "/", config, depth + 1);
        }
    }

    private static String called(@Nullable Object o) {
        if (o instanceof Map<?, ?> m && m.get("class_name") instanceof String c) {
            return "function".equals(c) ? String.valueOf(m.get("config")) : c;
        }
        if (o instanceof Map<?, ?> m) {
            List<String> each = new ArrayList<>();
            m.forEach((k, v) -> each.add(k + ": " + called(v)));
            return String.join(", ", each);
        }
        return o instanceof List<?> l
                ? String.join(", ", l.stream().map(Inspection::called).toList())
                : o == null ? "" : o.toString();
    }

    private static List<String> metrics(@Nullable Object o) {
        List<String> out = new ArrayList<>();
        if (o instanceof Map<?, ?> m && !(m.get("class_name") instanceof String)) {
            m.forEach((k, v) -> out.add(k + ": " + called(v)));
        } else if (o instanceof List<?> l) {
            l.forEach(x -> out.addAll(metrics(x)));
        } else if (o != null) {
            out.add(called(o));
        }
        return out;
    }

    private static @Nullable String string(@Nullable Object o) {
        return o instanceof String s ? s : null;
    }

    // ---- arrays ----

    private void arrays(Hdf5Group group) {
        // Of several files the first one names the layer.
        String layer = named.computeIfAbsent(
                group.path(),
                p -> group.hasAttribute("name") ? group.attribute("name").string() : "");
        for (Hdf5Node n : group.children()) {
            if (n instanceof Hdf5Group g) {
                arrays(g);
            } else if (n instanceof Hdf5Dataset d) {
                List<Long> shape = Arrays.stream(d.shape()).boxed().toList();
                boolean optimizer = d.path().startsWith("/optimizer");
                (optimizer ? optimizerState : weights)
                        .add(new WeightEntry(d.path(), layer, shape, d.type().toString(), d.bytes()));
            }
        }
    }
}
