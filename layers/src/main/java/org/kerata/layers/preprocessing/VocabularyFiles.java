package org.kerata.layers.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;

/** A vocabulary in the files that Keras keeps beside a layer: an entry a line. */
final class VocabularyFiles {
    private static final String ENTRIES = "vocabulary.txt";

    private VocabularyFiles() {}

    /**
     * The files, by name.
     *
     * @param layer for messages
     * @param entries all of them, special ones included
     */
    static Map<String, String> write(String layer, List<?> entries) {
        List<String> lines = new ArrayList<>();
        for (Object entry : entries) {
            String line = String.valueOf(entry);
            if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
                throw new ConfigException(layer + ": the vocabulary has the entry \""
                        + line.replace("\n", "\\n").replace("\r", "\\r")
                        + "\", and a file with one entry a line cannot hold line breaks. Give the layer its vocabulary with"
                        + " vocabulary(list), so that it stands in the config.");
            }
            lines.add(line);
        }
        return Map.of(ENTRIES, String.join("\n", lines));
    }

    /**
     * The lines of a vocabulary; null if the files hold none.
     *
     * @param endsEmpty whether an empty last line is an entry
     */
    static @Nullable List<String> lines(Map<String, String> files, boolean endsEmpty) {
        String text = files.get(ENTRIES);
        if (text == null) {
            return null;
        }
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\r?\n", -1)));
        boolean empty = lines.get(lines.size() - 1).isEmpty();
        if (empty && (lines.size() == 1 || !endsEmpty)) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }
}
