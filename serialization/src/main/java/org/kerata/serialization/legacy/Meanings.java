package org.kerata.serialization.legacy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;

/** What the same word meant something else by in Keras 1 and 2: refused, since the model would load and give other numbers. */
final class Meanings {
    private Meanings() {}

    /**
     * Looks through a config of Keras 1 or 2.
     *
     * @throws ConfigException if a word in it has changed its meaning
     */
    static void check(@Nullable Object config) {
        if (config instanceof List<?> l) {
            l.forEach(Meanings::check);
        } else if (config instanceof Map<?, ?> m) {
            m.forEach((key, value) -> {
                if ("hard_sigmoid".equals(value)) {
                    throw new ConfigException(
                            "The model's config is of Keras 1 or 2 and has " + key
                                    + " \"hard_sigmoid\", which was clip(0.2 x + 0.5, 0, 1) then and is clip(x / 6 + 0.5, 0, 1) in Keras 3."
                                    + " With it the model would give other numbers. Choose another activation and train it anew.");
                }
                if ("th".equals(value)) {
                    throw new ConfigException(
                            "The model's config is of Keras 1 with Theano's order of axes, in which kernels"
                                    + " are stored flipped. Convert the model with Keras 2 first.");
                }
                check(value);
            });
        }
    }
}
