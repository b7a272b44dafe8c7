package org.kerata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.Layer;
import org.kerata.layers.activations.ActivationFunction;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.regularizers.Regularizer;
import org.kerata.serialization.Registry;
import org.kerata.training.losses.Loss;
import org.kerata.training.metrics.Metric;
import org.kerata.training.optimizers.Optimizer;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/** The page that lists the classes of Keras that model files may name, and what Kerata has of them. */
final class KerasClassesPage {
    private static final Map<String, Class<?>> TYPES = new LinkedHashMap<>();
    private static final String CALLBACKS = "callbacks";

    static {
        TYPES.put("layers", Layer.class);
        TYPES.put("losses", Loss.class);
        TYPES.put("metrics", Metric.class);
        TYPES.put("optimizers", Optimizer.class);
        TYPES.put("schedules", LearningRateSchedule.class);
        TYPES.put("initializers", Initializer.class);
        TYPES.put("regularizers", Regularizer.class);
        TYPES.put("constraints", Constraint.class);
        TYPES.put("activations", ActivationFunction.class);
    }

    private final JsonNode keras;

    KerasClassesPage() {
        try (InputStream in =
                Objects.requireNonNull(KerasClassesPage.class.getResourceAsStream("/golden/keras_classes.json"))) {
            keras = new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A class of Keras by its names, the first its own. */
    record Entry(String kind, List<String> names) {
        String name() {
            return names.get(0);
        }

        String key() {
            return kind + "." + name();
        }
    }

    /** The kinds of classes: layers, losses, … */
    static List<String> kinds() {
        List<String> out = new ArrayList<>(TYPES.keySet());
        out.add(CALLBACKS);
        return out;
    }

    List<Entry> entries(String kind) {
        List<Entry> out = new ArrayList<>();
        for (JsonNode n : keras.get(kind)) {
            List<String> names = new ArrayList<>();
            n.forEach(x -> names.add(x.asText()));
            out.add(new Entry(kind, names));
        }
        return out;
    }

    /** Where Kerata has a class; null if it does not. */
    @Nullable
    String place(Entry e) {
        if (KerasReasons.BASES.containsKey(e.key())) {
            return KerasReasons.BASES.get(e.key());
        }
        if (e.kind.equals(CALLBACKS)) {
            return exists("org.kerata.training.callbacks." + e.name()) ? e.name() : null;
        }
        Class<?> type = Objects.requireNonNull(TYPES.get(e.kind));
        return e.names.stream()
                .filter(Registry.classNames(type)::contains)
                .findFirst()
                .orElse(null);
    }

    private static boolean exists(String className) {
        try {
            Class.forName(className);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** What is said of a class that is not there; null if nothing is. */
    static @Nullable String reason(Entry e) {
        return KerasReasons.of(e.kind(), e.name());
    }

    /** Reasons for what is there, or for what Keras does not have. */
    Set<String> stale() {
        Set<String> missing = new TreeSet<>();
        kinds().forEach(k -> entries(k).stream().filter(e -> place(e) == null).forEach(e -> missing.add(e.key())));
        Set<String> out = new TreeSet<>(KerasReasons.MISSING.keySet());
        out.removeAll(missing);
        return out;
    }

    /** Built-in classes that Keras does not have under that name. */
    Map<String, Collection<String>> unknownToKeras() {
        Map<String, Collection<String>> out = new TreeMap<>();
        TYPES.forEach((kind, type) -> {
            Set<String> own = new TreeSet<>(Registry.classNames(type));
            entries(kind).forEach(e -> e.names.forEach(own::remove));
            if (!own.isEmpty()) {
                out.put(kind, own);
            }
        });
        return out;
    }

    /** The page. */
    String text() {
        StringBuilder b = new StringBuilder();
        b.append("# The classes of Keras\n\nWhat model files may name, in Keras ")
                .append(keras.get("keras").asText())
                .append(" and in Kerata. Names are Keras's. Several names of one class count once.\n\n")
                .append(
                        "This page is made by `KerasClassesTest`, from `Registry` and the list of names that `interop/generate"
                                + " class_names`\ntakes from Keras; to make it anew:"
                                + " `mvn -pl api test -Dtest=KerasClassesTest -Dkerata.docs=write`.\nThe functions of `keras.ops` are in"
                                + " [keras-ops.md](keras-ops.md).\n\n");
        b.append("| | Kerata | of Keras's |\n|---|---|---|\n");
        for (String kind : kinds()) {
            List<Entry> all = entries(kind);
            b.append("| [")
                    .append(kind)
                    .append("](#")
                    .append(kind)
                    .append(") | ")
                    .append(there(all))
                    .append(" | ");
            b.append(all.size()).append(" |\n");
        }
        for (String kind : kinds()) {
            table(b, kind);
        }
        return b.toString();
    }

    private long there(List<Entry> all) {
        return all.stream().filter(e -> place(e) != null).count();
    }

    private void table(StringBuilder b, String kind) {
        b.append("\n## ").append(kind).append("\n\n| Keras | Kerata |\n|---|---|\n");
        for (Entry e : entries(kind)) {
            String place = place(e);
            b.append("| ")
                    .append(e.names.stream().map(n -> "`" + n + "`").collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(place == null ? reason(e) : place.contains("`") ? place : "`" + place + "`")
                    .append(" |\n");
        }
    }
}
