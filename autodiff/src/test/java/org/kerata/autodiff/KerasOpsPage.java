package org.kerata.autodiff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page that lists the ops of {@code keras.ops} and what Kerata has of them. */
final class KerasOpsPage {
    /** What has another name here, by Keras's name: a method of {@link Ops} or of {@link Tensor}. */
    static final Map<String, String> RENAMED = new TreeMap<>();

    /** What is not there, by Keras's name, and why or what to do instead. */
    static final Map<String, String> MISSING = new TreeMap<>();

    /** What there is to know of some that are there. */
    private static final Map<String, String> NOTES = new TreeMap<>();

    static {
        RENAMED.put("allclose", "Ops.allClose");
        RENAMED.put("array", "Tensor.of");
        RENAMED.put("convert_to_numpy", "Tensor.floats");
        RENAMED.put("convert_to_tensor", "Tensor.of");
        RENAMED.put("dtype", "Tensor.dtype");
        RENAMED.put("get_item", "Ops.get");
        RENAMED.put("isclose", "Ops.isClose");
        RENAMED.put("isfinite", "Ops.isFinite");
        RENAMED.put("isin", "Ops.isIn");
        RENAMED.put("isinf", "Ops.isInf");
        RENAMED.put("isnan", "Ops.isNan");
        RENAMED.put("isneginf", "Ops.isNegInf");
        RENAMED.put("isposinf", "Ops.isPosInf");
        RENAMED.put("ndim", "Tensor.rank");
        RENAMED.put("shape", "Tensor.shape");
        RENAMED.put("size", "Tensor.size");

        String complex = "there are no complex numbers; Fourier transforms take and give pairs of real tensors";
        for (String name : List.of(
                "angle",
                "conj",
                "conjugate",
                "eig",
                "imag",
                "isreal",
                "polar",
                "real",
                "view_as_complex",
                "view_as_real")) {
            MISSING.put(name, complex);
        }
        MISSING.put("associative_scan", "use `scan`");
        MISSING.put("custom_gradient", "declare an op: `Op.named(…).definition(…).gradient(…)`");
        MISSING.put("is_tensor", "Java's types say it");
        MISSING.put("jvp", "derivatives run backwards: `Gradients`");
        MISSING.put("switch", "use `cond`");
        MISSING.put("vectorize", "ops work on whole tensors; or `map`");
        MISSING.put("vectorized_map", "ops work on whole tensors; or `map`");
        NOTES.put("convert_to_numpy", "also `doubles`, `ints`, `longs`, `booleans`, `toINDArray`");
        NOTES.put("get_item", "or `slice` with a `Slice` for each axis");
        NOTES.put("lu_factor", "square matrices");
        NOTES.put("nonzero", "outside of programs");
        NOTES.put("where", "with a condition alone, outside of programs");
        NOTES.put("svd", "without vectors: `singularValues`");
        NOTES.put("view", "types of one width");
        NOTES.put("batch_normalization", "with a mean and a variance; `batchNorm` finds them");
        NOTES.put("affine_transform", "its last two numbers, which are 0, are not looked at");
        NOTES.put("elastic_transform", "with a key for Keras's seed; rows and columns move by different numbers");
        NOTES.put("fft", "of a list of the real and the imaginary part");
    }

    private final JsonNode keras;
    private final Set<String> ops = publicMethods(Ops.class);

    KerasOpsPage() {
        try (InputStream in =
                Objects.requireNonNull(KerasOpsPage.class.getResourceAsStream("/golden/keras_ops.json"))) {
            keras = new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An op of Keras; its names are those of one function. */
    record Entry(List<String> names, String module) {
        String name() {
            return names.get(0);
        }
    }

    /** The distinct ops, those of {@code keras.ops} and then those of {@code keras.ops.image}. */
    List<Entry> entries() {
        List<Entry> out = new ArrayList<>();
        for (String part : List.of("ops", "image")) {
            for (JsonNode n : keras.get(part)) {
                List<String> names = new ArrayList<>();
                n.get("names").forEach(x -> names.add(x.asText()));
                out.add(new Entry(names, n.get("module").asText()));
            }
        }
        return out;
    }

    /** Where Kerata has an op; null if it does not. */
    @Nullable
    String place(Entry e) {
        for (String name : e.names) {
            if (ops.contains(camelCase(name))) {
                return "Ops." + camelCase(name);
            }
        }
        return e.names.stream()
                .map(RENAMED::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Names of tables that say nothing, or something that is not so any more. */
    Set<String> stale() {
        Set<String> out = new TreeSet<>();
        Set<String> known = new TreeSet<>();
        for (Entry e : entries()) {
            known.addAll(e.names);
            boolean own = e.names.stream().anyMatch(n -> ops.contains(camelCase(n)));
            e.names.stream()
                    .filter(n -> own && (RENAMED.containsKey(n) || MISSING.containsKey(n)))
                    .forEach(out::add);
        }
        for (Map<String, String> table : List.of(RENAMED, MISSING, NOTES)) {
            table.keySet().stream().filter(n -> !known.contains(n)).forEach(out::add);
        }
        Set<String> tensor = publicMethods(Tensor.class);
        RENAMED.forEach((name, place) -> {
            String method = place.substring(place.indexOf('.') + 1);
            if (!(place.startsWith("Tensor.") ? tensor : ops).contains(method)) {
                out.add(name);
            }
        });
        return out;
    }

    /** The page. */
    String text() {
        List<Entry> all = entries();
        long there = all.stream().filter(e -> place(e) != null).count();
        StringBuilder b = new StringBuilder();
        b.append("# The ops of Keras\n\n");
        b.append("`keras.ops` of Keras ")
                .append(keras.get("keras").asText())
                .append(" has ")
                .append(keras.get("ops").size())
                .append(" ops, and `keras.ops.image` ")
                .append(keras.get("image").size())
                .append(" more; several names of one\nfunction count once. Kerata has ")
                .append(there)
                .append(" of the ")
                .append(all.size())
                .append(
                        ". Their names are Keras's in camel case, in `org.kerata.autodiff.Ops`, unless the tables"
                                + "\nsay otherwise. They take the arguments that their Javadoc lists, which need not be all of Keras's.\n\n");
        b.append(
                "This page is made by `KerasOpsTest`, from the list of names that `interop/generate ops_names` takes from Keras; to make it"
                        + " anew:\n`mvn -pl autodiff test -Dtest=KerasOpsTest -Dkerata.docs=write`.\n");
        Map<String, List<Entry>> modules = new LinkedHashMap<>();
        all.forEach(
                e -> modules.computeIfAbsent(e.module, m -> new ArrayList<>()).add(e));
        new TreeMap<>(modules).forEach((module, entries) -> table(b, module, entries));
        b.append("\n## Missing\n\n| Keras | instead |\n|---|---|\n");
        for (Entry e : all) {
            if (place(e) == null) {
                b.append("| ").append(names(e)).append(" | ").append(reason(e)).append(" |\n");
            }
        }
        return b.toString();
    }

    private void table(StringBuilder b, String module, List<Entry> entries) {
        List<Entry> there = entries.stream().filter(e -> place(e) != null).toList();
        b.append("\n## ")
                .append(module)
                .append("\n\n")
                .append(there.size())
                .append(" of ")
                .append(entries.size())
                .append(".\n\n");
        if (there.isEmpty()) {
            return;
        }
        b.append("| Keras | Kerata | |\n|---|---|---|\n");
        for (Entry e : there) {
            String note = e.names.stream()
                    .map(NOTES::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse("");
            b.append("| ")
                    .append(names(e))
                    .append(" | `")
                    .append(place(e))
                    .append("` | ")
                    .append(note)
                    .append(" |\n");
        }
    }

    private static String names(Entry e) {
        return e.names.stream().map(n -> "`" + n + "`").collect(Collectors.joining(", "));
    }

    private static String reason(Entry e) {
        return e.names.stream()
                .map(MISSING::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    private static Set<String> publicMethods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(m -> m.getDeclaringClass() != Object.class && Modifier.isPublic(m.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** {@code "log_softmax"} is {@code "logSoftmax"} here. */
    static String camelCase(String name) {
        String[] words = name.split("_");
        StringBuilder out = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            out.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
        }
        return out.toString();
    }
}
