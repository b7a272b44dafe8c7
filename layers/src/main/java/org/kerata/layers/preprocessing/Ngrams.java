package org.kerata.layers.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.Kind;

/** Sequences of neighbouring tokens. */
final class Ngrams {
    /** The lengths: a number stands for all up to it. */
    static final Kind<int[]> KIND =
            Kind.of("from 1 to 1048576, or a list of numbers of at least 1", Ngrams::parse, Ngrams::encode);

    /** No text has sequences that are longer. */
    private static final int LONGEST = 1 << 20;

    private Ngrams() {}

    private static int @Nullable [] parse(Object value) {
        if (value instanceof Number n) {
            return n.intValue() >= 1 && n.intValue() <= LONGEST && n.doubleValue() == n.intValue()
                    ? IntStream.rangeClosed(1, n.intValue()).toArray()
                    : null;
        }
        int[] list = Kind.integers("", a -> a.length > 0).parse(value);
        return list != null && Arrays.stream(list).allMatch(n -> n >= 1) ? list : null;
    }

    private static Object encode(int[] lengths) {
        boolean upTo =
                Arrays.equals(lengths, IntStream.rangeClosed(1, lengths.length).toArray());
        return upTo ? (Object) lengths.length : Arrays.stream(lengths).boxed().toList();
    }

    /** For each length in turn all sequences of so many tokens, joined by spaces. */
    static List<String> of(List<String> tokens, int[] lengths) {
        List<String> out = new ArrayList<>();
        for (int n : lengths) {
            for (int i = 0; i + n <= tokens.size(); i++) {
                out.add(String.join(" ", tokens.subList(i, i + n)));
            }
        }
        return out;
    }
}
