package org.kerata.training.callbacks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.training.Logs;

/**
 * Writes the figures of each epoch into a CSV file, a line when the epoch has ended: the epoch, from 0, and the figures by the alphabet; {@code
 * NA} where there is none. Without validation in the first epoch there are columns for it nonetheless. Keras: {@code
 * keras.callbacks.CSVLogger}.
 */
public final class CSVLogger extends Callback {
    private static final String LINE = "\r\n";

    private final Path file;
    private String separator = ",";
    private boolean append;
    private boolean withHeader = true;
    private @Nullable List<String> keys;
    private @Nullable Writer out;

    /** Writes this file. */
    public CSVLogger(Path file) {
        this.file = file;
    }

    /** Writes this file. */
    public CSVLogger(String file) {
        this(Path.of(file));
    }

    /** What stands between two fields, a single character; a comma by default. */
    public CSVLogger separator(String separator) {
        if (separator.length() != 1) {
            throw new ConfigException(
                    "CSVLogger: separator must be a single character. Received: \"" + separator + "\".");
        }
        this.separator = separator;
        return this;
    }

    /** Whether lines are added to a file that is there, for training that goes on; false by default: it is replaced. */
    public CSVLogger append(boolean append) {
        this.append = append;
        return this;
    }

    @Override
    public void onTrainBegin(Logs logs) {
        close();
        keys = null;
        try {
            if (append && Files.exists(file)) {
                try (BufferedReader in = Files.newBufferedReader(file)) {
                    withHeader = in.read() < 0;
                }
            }
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            OpenOption how = append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
            out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
        } catch (IOException e) {
            throw new UncheckedIOException("CSVLogger: \"" + file + "\" cannot be written.", e);
        }
    }

    @Override
    public void onEpochEnd(int epoch, Logs logs) {
        List<String> columns = keys;
        StringBuilder lines = new StringBuilder();
        if (columns == null) {
            columns = columns(logs);
            keys = columns;
            if (withHeader) {
                append(lines, "epoch");
                columns.forEach(k -> append(lines.append(separator), k));
                lines.append(LINE);
            }
        }
        lines.append(epoch);
        for (String key : columns) {
            append(lines.append(separator), logs.has(key) ? PythonNumber.of(logs.get(key)) : "NA");
        }
        write(lines.append(LINE));
    }

    private static List<String> columns(Logs logs) {
        List<String> sorted = new ArrayList<>(logs.asMap().keySet());
        sorted.sort(null);
        if (sorted.stream().noneMatch(k -> k.startsWith("val_"))) {
            List.copyOf(sorted).forEach(k -> sorted.add("val_" + k));
        }
        return sorted;
    }

    /** A field, in quotes if it has a character that would end it. */
    private void append(StringBuilder lines, String field) {
        boolean plain = !field.contains(separator) && field.chars().noneMatch(c -> c == '"' || c == '\r' || c == '\n');
        lines.append(plain ? field : '"' + field.replace("\"", "\"\"") + '"');
    }

    private void write(CharSequence lines) {
        Writer w = out;
        if (w == null) {
            return;
        }
        try {
            w.append(lines);
            w.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("CSVLogger: \"" + file + "\" cannot be written.", e);
        }
    }

    @Override
    public void onTrainEnd(Logs logs) {
        close();
    }

    private void close() {
        Writer w = out;
        out = null;
        if (w == null) {
            return;
        }
        try {
            w.close();
        } catch (IOException e) {
            throw new UncheckedIOException("CSVLogger: \"" + file + "\" cannot be written.", e);
        }
    }
}
