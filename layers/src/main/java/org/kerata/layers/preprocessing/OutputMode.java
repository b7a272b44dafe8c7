package org.kerata.layers.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.Kind;

/** What a lookup gives. */
enum OutputMode {
    INT,
    ONE_HOT,
    MULTI_HOT,
    COUNT,
    TF_IDF;

    /** What tokens count. */
    static final Kind<double[]> WEIGHTS = Kind.of(
            "a list of numbers",
            v -> v instanceof double[] d ? d.clone() : Kind.reals().parse(v),
            d -> Arrays.stream(d).boxed().toList());

    /** Keras's name. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** One of these, by name; older names too. */
    static Kind<OutputMode> oneOf(OutputMode... allowed) {
        String names = String.join(
                "\", \"", Arrays.stream(allowed).map(OutputMode::key).toList());
        return Kind.of(
                "one of \"" + names + "\"",
                v -> {
                    String key = "binary".equals(v) ? "multi_hot" : "tf-idf".equals(v) ? "tf_idf" : String.valueOf(v);
                    return Arrays.stream(allowed)
                            .filter(m -> m.key().equals(key))
                            .findFirst()
                            .orElse(null);
                },
                OutputMode::key);
    }

    /** A list of values of a kind. */
    static <T> Kind<List<T>> listOf(Kind<T> kind) {
        return Kind.of("a list of tokens", v -> list(v, kind), list -> list);
    }

    private static <T> @Nullable List<T> list(Object value, Kind<T> kind) {
        if (!(value instanceof List<?> given)) {
            return null;
        }
        List<T> out = new ArrayList<>();
        for (Object o : given) {
            T t = o == null ? null : kind.parse(o);
            if (t == null) {
                return null;
            }
            out.add(t);
        }
        return out;
    }
}
