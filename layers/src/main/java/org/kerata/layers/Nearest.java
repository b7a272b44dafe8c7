package org.kerata.layers;

import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds what a misspelt name was meant to be, for messages. */
public final class Nearest {
    private Nearest() {}

    /** The known name that is nearest to the given one; null if none is near. */
    public static @Nullable String of(String name, Collection<String> known) {
        String best = null;
        int least = Math.max(2, name.length() / 3) + 1;
        for (String k : known) {
            int d = distance(plain(name), plain(k));
            if (d < least) {
                least = d;
                best = k;
            }
        }
        return best;
    }

    /** The end of a message: {@code Did you mean "adam"? Known: adadelta, adam, …} with a space in front. */
    public static String hint(String name, Collection<String> known) {
        String near = of(name, known);
        String did = near == null ? "" : " Did you mean \"" + near + "\"?";
        return did + " Known: " + String.join(", ", new TreeSet<>(known)) + ".";
    }

    private static String plain(String s) {
        return s.toLowerCase(Locale.ROOT).replace("_", "");
    }

    /** How many letters must be inserted, dropped, exchanged, or swapped with their neighbour. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
