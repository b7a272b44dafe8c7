package org.kerata.serialization;

import java.util.List;

/**
 * What became of the weights of a file.
 *
 * @param loaded the layers that got their weights
 * @param skipped the layers that did not, each with the reason
 * @param unused what the file holds beyond that
 */
public record LoadReport(List<String> loaded, List<String> skipped, List<String> unused) {
    public LoadReport {
        loaded = List.copyOf(loaded);
        skipped = List.copyOf(skipped);
        unused = List.copyOf(unused);
    }

    /** For people: what was loaded and what was not, a line each. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder("loaded: ").append(loaded.size()).append(" layers");
        skipped.forEach(l -> s.append("\nskipped: ").append(l));
        unused.forEach(l -> s.append("\nunused: ").append(l));
        return s.toString();
    }
}
