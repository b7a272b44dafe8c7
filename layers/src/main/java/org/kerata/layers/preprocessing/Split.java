package org.kerata.layers.preprocessing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.Kind;

/**
 * How a text becomes tokens.
 *
 * @param key Keras's name; null for a function of one's own
 * @param function the function
 */
record Split(@Nullable String key, Function<String, List<String>> function) {
    static final Split WHITESPACE = new Split("whitespace", Split::words);

    static final Kind<Split> KIND =
            Kind.of("\"whitespace\", \"character\", null or a function", Split::parse, Split::encode);

    private static @Nullable Split parse(Object value) {
        if (value instanceof Split s) {
            return s;
        }
        return "whitespace".equals(value)
                ? WHITESPACE
                : "character".equals(value) ? new Split("character", Split::characters) : null;
    }

    private Object encode() {
        String k = key;
        if (k == null) {
            throw new ConfigException(
                    "TextVectorization: split is a function, which cannot be written into a config. Use one of the names.");
        }
        return k;
    }

    /** Parts between spaces, tabs and ends of lines. */
    private static List<String> words(String s) {
        List<String> out = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i <= s.length(); i++) {
            boolean space = i == s.length() || isSpace(s.charAt(i));
            if (space && begin >= 0) {
                out.add(s.substring(begin, i));
                begin = -1;
            } else if (!space && begin < 0) {
                begin = i;
            }
        }
        return out;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static List<String> characters(String s) {
        return s.codePoints().mapToObj(Character::toString).toList();
    }
}
