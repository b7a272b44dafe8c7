package org.kerata.layers.preprocessing;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tokens with their indices, from {@code start} on, and what each counts in a document.
 *
 * @param tokens the tokens in order, without those that stand for "nothing" and "unknown"
 * @param index the index of each
 * @param start the index of the first: how many special tokens there are
 * @param weights a weight for each index, special ones included; null unless documents are weighed
 */
record Vocabulary<T>(List<T> tokens, Map<T, Integer> index, int start, float @Nullable [] weights) {

    /** These tokens, of which none may occur twice. */
    static <T> Vocabulary<T> of(List<T> tokens, int start, float @Nullable [] weights) {
        Map<T, Integer> index = new HashMap<>(tokens.size() * 2);
        for (T t : tokens) {
            index.putIfAbsent(t, start + index.size());
        }
        return new Vocabulary<>(List.copyOf(tokens), Collections.unmodifiableMap(index), start, weights);
    }

    /** How many indices there are. */
    int size() {
        return start + tokens.size();
    }

    /** The tokens that occur more than once. */
    static <T> Set<T> repeated(List<T> tokens) {
        Set<T> seen = new LinkedHashSet<>();
        Set<T> twice = new LinkedHashSet<>();
        for (T t : tokens) {
            if (!seen.add(t)) {
                twice.add(t);
            }
        }
        return twice;
    }
}
