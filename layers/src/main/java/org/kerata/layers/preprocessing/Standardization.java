package org.kerata.layers.preprocessing;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.Kind;

/**
 * What is done to a text before it is split. Letters are those of ASCII, as in Keras.
 *
 * @param key Keras's name; null for a function of one's own
 * @param function the function
 */
record Standardization(@Nullable String key, UnaryOperator<String> function) {
    private static final String PUNCTUATION = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'";

    static final Standardization LOWER_AND_STRIP =
            new Standardization("lower_and_strip_punctuation", s -> strip(lower(s)));

    static final Kind<Standardization> KIND = Kind.of(
            "\"lower_and_strip_punctuation\", \"lower\", \"strip_punctuation\", null or a function",
            Standardization::parse,
            Standardization::encode);

    private static @Nullable Standardization parse(Object value) {
        if (value instanceof Standardization s) {
            return s;
        }
        return value instanceof String name
                ? switch (name) {
                    case "lower_and_strip_punctuation" -> LOWER_AND_STRIP;
                    case "lower" -> new Standardization(name, Standardization::lower);
                    case "strip_punctuation" -> new Standardization(name, Standardization::strip);
                    default -> null;
                }
                : null;
    }

    private Object encode() {
        String k = key;
        if (k == null) {
            throw new ConfigException(
                    "TextVectorization: standardize is a function, which cannot be written into a config. Use one of the names, or"
                            + " standardize the texts before.");
        }
        return k;
    }

    static String lower(String s) {
        StringBuilder out = new StringBuilder(s.length());
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            out.append(c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c);
        }
        return out.toString();
    }

    static String strip(String s) {
        StringBuilder out = new StringBuilder(s.length());
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (PUNCTUATION.indexOf(c) < 0) {
                out.append(c);
            }
        }
        return out.toString();
    }
}
