package org.kerata.layers.preprocessing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tokens with their indices, and what each counts in a document. Immutable. */
final class Vocabulary<T> {
    private final List<T> tokens;
    private final Map<T, Integer> index;
    private final int start;
    private final float @Nullable [] weights;

    private Vocabulary(List<T> tokens, Map<T, Integer> index, int start, float @Nullable [] weights) {
        this.tokens = tokens;
        this.index = index;
        this.start = start;
        this.weights = weights;
    }

    /**
     * These tokens, of which none may occur twice.
     *
     * @param tokens the tokens in order, without those that stand for "nothing" and "unknown"
     * @param start the index of the first: how many special tokens there are
     * @param weights a weight for each index, special ones included; null unless documents are weighed
     */
    static <T> Vocabulary<T> of(List<T> tokens, int start, float @Nullable [] weights) {
        Map<T, Integer> index = new HashMap<>(tokens.size() * 2);
        for (T t : tokens) {
            index.putIfAbsent(t, start + index.size());
        }
        return new Vocabulary<>(List.copyOf(tokens), index, start, weights);
    }

    /** The tokens in order, without special ones. */
    List<T> tokens() {
        return tokens;
    }

    /** The index of a token; null if it is none. */
    @Nullable
    Integer index(T token) {
        return index.get(token);
    }

    /** The index of the first token. */
    int start() {
        return start;
    }

    /** A weight for each index; not to be changed. */
    float @Nullable [] weights() {
        return weights;
    }

    /** How many indices there are. */
    int size() {
        return start + tokens.size();
    }

    /** The tokens that occur more than once. */
    static <T> Set<T> repeated(List<T> tokens) {
        Set<T> seen = new HashSet<>();
        Set<T> twice = new LinkedHashSet<>();
        for (T t : tokens) {
            if (!seen.add(t)) {
                twice.add(t);
            }
        }
        return twice;
    }
}
