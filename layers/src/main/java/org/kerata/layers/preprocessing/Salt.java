package org.kerata.layers.preprocessing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

    /** The bucket of a text among so many: by FarmHash, or with a key by SipHash. */
    static int bucket(String text, @Nullable List<Long> key, int buckets) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long hash = key == null ? FarmHash.of(bytes) : SipHash.of(bytes, key.get(0), key.get(1));
        return (int) Long.remainderUnsigned(hash, buckets);
    }
}
