package org.kerata.layers.preprocessing;

import java.util.List;
import org.kerata.layers.Kind;

/** The key of a hash: two whole numbers, or one for both. */
final class Salt {
    static final Kind<List<Long>> KIND = Kind.of(
            "a whole number, or two",
            v -> {
                List<?> list = v instanceof List<?> given ? given : List.of(v, v);
                boolean whole = list.size() == 2 && list.stream().allMatch(n -> n instanceof Number);
                return whole ? list.stream().map(n -> ((Number) n).longValue()).toList() : null;
            },
            list -> list);

    private Salt() {}
}
