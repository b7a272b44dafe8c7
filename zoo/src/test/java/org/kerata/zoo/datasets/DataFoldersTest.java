package org.kerata.zoo.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.autodiff.ConfigException;

class DataFoldersTest {
    private static final Path HOME = Path.of("home", "user");

    @TempDir
    Path data;

    @Test
    void cacheIsInTheHomeFolder() {
        DataFolders folders = DataFolders.of(Map.of(), HOME);
        assertEquals(List.of(HOME.resolve(Path.of(".kerata", "datasets", "mnist"))), folders.of("mnist"));
    }

    @Test
    void cacheFollowsXdg() {
        DataFolders folders = DataFolders.of(Map.of("XDG_CACHE_HOME", data.toString(), "KERATA_DATA", ""), HOME);
        assertEquals(List.of(data.resolve(Path.of("kerata", "datasets", "mnist"))), folders.of("mnist"));
    }

    @Test
    void givenFolderComesFirst() {
        DataFolders folders = DataFolders.of(Map.of("KERATA_DATA", data.toString()), HOME);
        assertEquals(
                List.of(data.resolve("mnist"), HOME.resolve(Path.of(".kerata", "datasets", "mnist"))),
                folders.of("mnist"));
    }

    @Test
    void refusesWhatIsNoFolder() {
        Path absent = data.resolve("absent");
        ConfigException e = assertThrows(
                ConfigException.class, () -> DataFolders.of(Map.of("KERATA_DATA", absent.toString()), HOME));
        assertEquals(
                "KERATA_DATA must name a folder that holds data sets (such as mnist/). Received: \"" + absent + "\".",
                e.getMessage());
    }
}
