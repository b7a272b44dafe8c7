package org.kerata.layers.preprocessing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** How often tokens occur, and in how many documents. */
final class TokenCounts<T> {
    private final Map<T, long[]> counts = new HashMap<>();
    private long documents;

    /** Adds the tokens of a document. */
    void add(List<T> document) {
        documents++;
        for (T t : document) {
            counts.computeIfAbsent(t, k -> new long[2])[0]++;
        }
        for (T t : new HashSet<>(document)) {
            counts.computeIfAbsent(t, k -> new long[2])[1]++;
        }
    }

    /** Forgets a token. */
    void remove(T token) {
        counts.remove(token);
    }

    /** The most frequent tokens, so many at most; of equally frequent ones the later in the order comes first. */
    List<T> mostFrequent(Comparator<T> order, int most) {
        List<T> all = new ArrayList<>(counts.keySet());
        all.sort(Comparator.comparingLong(this::count).thenComparing(order).reversed());
        return all.size() > most ? new ArrayList<>(all.subList(0, Math.max(0, most))) : all;
    }

    private long count(T token) {
        long[] c = counts.get(token);
        return c == null ? 0 : c[0];
    }

    /** The rarer, the more: {@code log(1 + documents / (1 + documents with the token))}. */
    float inverseDocumentFrequency(T token) {
        long[] c = counts.get(token);
        return (float) Math.log(1 + (double) documents / (1 + (c == null ? 0 : c[1])));
    }
}
