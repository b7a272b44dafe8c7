package org.kerata.zoo.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;

/**
 * Where data sets lie: each in a folder of its own within one of these.
 *
 * @param given what {@code KERATA_DATA} names; only read from
 * @param cache the user's own; downloads go there
 */
record DataFolders(@Nullable Path given, Path cache) {
    static final String VARIABLE = "KERATA_DATA";

    /** Those of this machine and user. */
    static DataFolders here() {
        return of(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /**
     * From an environment: {@code KERATA_DATA}, and {@code XDG_CACHE_HOME/kerata/datasets}, else {@code ~/.kerata/datasets}.
     *
     * @throws ConfigException if {@code KERATA_DATA} does not name a folder
     */
    static DataFolders of(Map<String, String> environment, Path home) {
        String given = environment.getOrDefault(VARIABLE, "");
        if (!given.isEmpty() && !Files.isDirectory(Path.of(given))) {
            throw new ConfigException(VARIABLE
                    + " must name a folder that holds data sets (such as mnist/). Received: \"" + given + "\".");
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path cache = xdg.isEmpty() ? home.resolve(".kerata") : Path.of(xdg, "kerata");
        return new DataFolders(given.isEmpty() ? null : Path.of(given), cache.resolve("datasets"));
    }

    /** The folders in which a data set may lie, in the order of search. */
    List<Path> of(String set) {
        Path last = cache.resolve(set);
        return given == null ? List.of(last) : List.of(given.resolve(set), last);
    }
}
