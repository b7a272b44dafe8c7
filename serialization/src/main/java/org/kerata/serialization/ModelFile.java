package org.kerata.serialization;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is in a model file, found out without making a model and without reading its weights: so a file can be looked at that is large, has
 * unknown classes or lacks memory to be loaded. Files are {@code .keras} (or the folder it was unpacked to), {@code .weights.h5},
 * {@code .weights.json}, {@code .h5} of earlier versions, and configs in JSON.
 *
 * <pre>{@code
 * System.out.println(ModelFile.inspect(path));
 * }</pre>
 */
public final class ModelFile {
    /**
     * A layer of the config.
     *
     * @param name its name; {@code outer/inner} within another model
     * @param className its class, under today's name
     * @param known whether Kerata knows the class, by itself or as registered
     */
    public record LayerEntry(String name, String className, boolean known) {}

    /**
     * An array of numbers.
     *
     * @param path where it stands in the file
     * @param layer the name of its layer, or of the optimizer; empty if the file does not say
     * @param shape the lengths of its axes
     * @param dtype its element type in NumPy's words
     * @param bytes of all its elements
     */
    public record WeightEntry(String path, String layer, List<Long> shape, String dtype, long bytes) {
        public WeightEntry {
            shape = List.copyOf(shape);
        }

        /** How many numbers it has. */
        public long size() {
            return shape.stream().reduce(1L, (a, b) -> a * b);
        }
    }

    /**
     * How the model was compiled.
     *
     * @param optimizer its class
     * @param loss its name, or the losses of several outputs; empty if there is none
     * @param metrics their names
     */
    public record Compiled(String optimizer, String loss, List<String> metrics) {
        public Compiled {
            metrics = List.copyOf(metrics);
        }
    }

    private final String format;
    private final long bytes;
    private final @Nullable String kerasVersion;
    private final @Nullable String dateSaved;
    private final @Nullable String modelClass;
    private final @Nullable String modelName;
    private final List<LayerEntry> layers;
    private final List<WeightEntry> weights;
    private final List<WeightEntry> optimizerState;
    private final @Nullable Compiled compiled;

    ModelFile(Inspection i) {
        this.format = i.format;
        this.bytes = i.bytes;
        this.kerasVersion = i.kerasVersion;
        this.dateSaved = i.dateSaved;
        this.modelClass = i.modelClass;
        this.modelName = i.modelName;
        this.layers = List.copyOf(i.layers);
        this.weights = List.copyOf(i.weights);
        this.optimizerState = List.copyOf(i.optimizerState);
        this.compiled = i.compiled;
    }

    /**
     * Looks into a file or folder.
     *
     * @throws ModelFileException if it is damaged, or no model file
     * @throws org.kerata.autodiff.ConfigException if its config is no JSON
     */
    public static ModelFile inspect(Path file) {
        return new ModelFile(Inspection.of(file));
    }

    /** What kind of file it is, for people: {@code "model (.keras)"}. */
    public String format() {
        return format;
    }

    /** The bytes of the file, or of all files that belong to it. */
    public long bytes() {
        return bytes;
    }

    /** The version of Keras that wrote it, if it says so. */
    public Optional<String> kerasVersion() {
        return Optional.ofNullable(kerasVersion);
    }

    /** When it was saved, as {@code 2026-01-31@12:00:00}, if it says so. */
    public Optional<String> dateSaved() {
        return Optional.ofNullable(dateSaved);
    }

    /** The model's class, if the file has a config. */
    public Optional<String> modelClass() {
        return Optional.ofNullable(modelClass);
    }

    /** The model's name, if the file has a config. */
    public Optional<String> modelName() {
        return Optional.ofNullable(modelName);
    }

    /** The layers of the config, those of models within too; none if the file holds weights alone. */
    public List<LayerEntry> layers() {
        return layers;
    }

    /** The weights; none if the file is a config alone. */
    public List<WeightEntry> weights() {
        return weights;
    }

    /** The optimizer's variables. */
    public List<WeightEntry> optimizerState() {
        return optimizerState;
    }

    /** How the model was compiled, if it was and the file says so. */
    public Optional<Compiled> compiled() {
        return Optional.ofNullable(compiled);
    }

    /** For people: all of this, a line for each layer and each weight. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(format).append(", ").append(size(bytes));
        if (kerasVersion != null) {
            s.append("\nKeras ").append(kerasVersion);
        }
        if (dateSaved != null) {
            s.append(kerasVersion == null ? "\n" : ", ").append("saved ").append(dateSaved);
        }
        if (modelClass != null) {
            s.append("\n").append(modelClass).append(" \"").append(modelName).append('"');
        }
        if (compiled != null) {
            s.append("\ncompiled with ").append(compiled.optimizer);
            s.append(compiled.loss.isEmpty() ? "" : ", loss " + compiled.loss);
            s.append(compiled.metrics.isEmpty() ? "" : ", metrics " + String.join(", ", compiled.metrics));
        }
        if (!layers.isEmpty()) {
            s.append("\n\nlayers: ").append(layers.size());
            table(
                    s,
                    layers.stream()
                            .map(l -> List.of(l.name, l.className, l.known ? "" : "not known: register it"))
                            .toList());
        }
        part(s, "weights", weights);
        part(s, "optimizer", optimizerState);
        return s.toString();
    }

    private static void part(StringBuilder s, String what, List<WeightEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        long numbers = entries.stream().mapToLong(WeightEntry::size).sum();
        long bytes = entries.stream().mapToLong(WeightEntry::bytes).sum();
        s.append(String.format(
                Locale.ROOT, "\n\n%s: %,d arrays, %,d numbers, %s", what, entries.size(), numbers, size(bytes)));
        table(
                s,
                entries.stream()
                        .map(w -> List.of(
                                w.path,
                                w.layer,
                                w.shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")")),
                                w.dtype,
                                size(w.bytes)))
                        .toList());
    }

    private static void table(StringBuilder s, List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        Arrays.setAll(
                widths,
                c -> rows.stream().mapToInt(r -> r.get(c).length()).max().orElse(0));
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int c = 0; c < widths.length; c++) {
                line.append(row.get(c)).append(" ".repeat(widths[c] - row.get(c).length() + 2));
            }
            s.append('\n').append(line.toString().stripTrailing());
        }
    }

    private static String size(long bytes) {
        String[] units = {"bytes", "kB", "MB", "GB"};
        double n = bytes;
        int unit = 0;
        while (n >= 1000 && unit < units.length - 1) {
            n /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", n, units[unit]);
    }
}
