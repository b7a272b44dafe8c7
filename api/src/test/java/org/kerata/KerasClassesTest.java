package org.kerata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page {@code docs/keras-classes.md} says what there is. With {@code -Dkerata.docs=write} it is written instead. */
class KerasClassesTest {
    private final KerasClassesPage page = new KerasClassesPage();

    @BeforeAll
    static void modelsAreLayers() {
        ModelClasses.register();
    }

    @Test
    void thePageIsUpToDate() throws IOException {
        Path file = docs().resolve("keras-classes.md");
        if ("write".equals(System.getProperty("kerata.docs"))) {
            Files.writeString(file, page.text());
        }
        String committed = Files.exists(file) ? Files.readString(file) : "";
        assertTrue(
                page.text().equals(committed),
                "docs/keras-classes.md is not what Registry has. Make it anew: mvn -pl api test -Dtest=KerasClassesTest"
                        + " -Dkerata.docs=write");
    }

    @Test
    void whatIsMissingHasAReason() {
        List<String> without = KerasClassesPage.kinds().stream()
                .flatMap(k -> page.entries(k).stream())
                .filter(e -> page.place(e) == null && KerasClassesPage.reason(e) == null)
                .map(KerasClassesPage.Entry::key)
                .toList();
        assertEquals(List.of(), without, "neither in Registry nor in KerasReasons");
    }

    @Test
    void noReasonIsGivenForWhatIsThere() {
        assertEquals(Set.of(), page.stale(), "to be taken out of KerasReasons, or renamed there");
    }

    @Test
    void whatIsRegisteredIsKerass() {
        // A model is a layer here; in Keras its class is elsewhere.
        assertEquals(Map.of("layers", Set.of("Functional", "Sequential")), page.unknownToKeras());
    }

    private static Path docs() {
        for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
            if (Files.isDirectory(p.resolve("docs/decisions"))) {
                return p.resolve("docs");
            }
        }
        throw new AssertionError("No folder docs above " + Path.of("").toAbsolutePath() + ".");
    }
}
