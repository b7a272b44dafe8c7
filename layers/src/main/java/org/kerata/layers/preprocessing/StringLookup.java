package org.kerata.layers.preprocessing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;
import org.kerata.layers.TextInput;

/**
 * Numbers for strings, by a vocabulary that is given or found by {@code adapt}. Works outside of compiled programs; within a model it lets
 * pass on what it has given.
 *
 * <p>With {@code outputMode("int")} the indices, {@code int64}, in the shape of the strings; else rows with a number for each index, {@code
 * float32}. With {@code invert(true)}, {@link #strings} goes back. Keras: {@code keras.layers.StringLookup}.
 */
public final class StringLookup extends IndexLookup<String, StringLookup> implements TextInput {
    /** No limits, one index for unknown strings. */
    public StringLookup() {
        super(STRING, "[UNK]", OutputMode.values());
        tolerate("encoding", "utf-8");
        tolerate("oov_method");
        tolerate("vocabulary_dtype", "string");
    }

    /** A vocabulary, one entry a line. */
    public StringLookup vocabulary(Path file) {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            setVocabulary(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(at() + ": the vocabulary file " + file + " cannot be read.", e);
        }
        return this;
    }

    /** Finds the vocabulary in strings, each a document of its own. */
    public void adapt(Iterable<String> strings) {
        List<List<String>> documents = new ArrayList<>();
        strings.forEach(s -> documents.add(List.of(s)));
        adaptTo(documents);
    }

    /** Finds the vocabulary in documents, each of several strings. */
    public void adaptDocuments(Iterable<? extends List<String>> documents) {
        adaptTo(documents);
    }

    /** The numbers of strings: {@code (strings)} indices, {@code (strings, size)} for one-hot rows, or one row for all of them. */
    public Tensor apply(String... strings) {
        return apply(Arrays.asList(strings));
    }

    @Override
    public Tensor apply(Collection<String> strings) {
        List<String> all = List.copyOf(strings);
        return switch (mode()) {
            case INT -> indices(List.of(all), all.size()).reshape(all.size());
            case ONE_HOT -> numbers(all.stream().map(List::of).toList());
            default -> {
                Tensor row = numbers(List.of(all));
                yield row.reshape(row.shape().last());
            }
        };
    }

    /** The numbers of rows of strings, all of one length: {@code (rows, length)} indices, or a row of numbers for each. */
    public Tensor apply(String[][] rows) {
        List<List<String>> all = new ArrayList<>();
        for (String[] row : rows) {
            if (row.length != rows[0].length) {
                throw new ShapeException(at() + ": rows must be equally long. Received: lengths " + rows[0].length
                        + " and " + row.length + ".");
            }
            all.add(Arrays.asList(row));
        }
        int length = rows.length == 0 ? 0 : rows[0].length;
        return switch (mode()) {
            case INT -> indices(all, length);
            case ONE_HOT -> {
                List<List<String>> each = new ArrayList<>();
                all.forEach(row -> row.forEach(s -> each.add(List.of(s))));
                Tensor flat = numbers(each);
                yield length == 1
                        ? flat
                        : flat.reshape(rows.length, length, flat.shape().last());
            }
            default -> numbers(all);
        };
    }

    /** The strings at these indices, in row-major order; unknown ones become the unknown token. */
    public List<String> strings(Tensor indices) {
        List<String> out = new ArrayList<>();
        for (long i : indices.longs()) {
            out.add(token(i));
        }
        return out;
    }

    @Override
    public Spec textSpec() {
        return switch (mode()) {
            case INT -> new Spec(DType.INT64, Shape.of(Shape.UNKNOWN));
            case ONE_HOT -> new Spec(DType.FLOAT32, numbersShape(Shape.UNKNOWN));
            default -> new Spec(DType.FLOAT32, numbersShape(1).slice(1, 2));
        };
    }

    @Override
    protected boolean castsInputs() {
        return false;
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        return x;
    }

    /** As the bytes of UTF-8 are ordered. */
    @Override
    Comparator<String> order() {
        return BYTES;
    }

    static final Comparator<String> BYTES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    @Override
    int bucket(String unknown, int buckets) {
        return Salt.bucket(unknown, salt.orNull(), buckets);
    }

    @Override
    String fromLine(String line) {
        return line;
    }

    @Override
    boolean takesEmpty() {
        return true;
    }
}
