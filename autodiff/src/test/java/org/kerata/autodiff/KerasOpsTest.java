package org.kerata.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The page {@code docs/keras-ops.md} says what there is. With {@code -Dkerata.docs=write} it is written instead. */
class KerasOpsTest {
    private final KerasOpsPage page = new KerasOpsPage();

    @Test
    void thePageIsUpToDate() throws IOException {
        Path file = docs().resolve("keras-ops.md");
        if ("write".equals(System.getProperty("kerata.docs"))) {
            Files.writeString(file, page.text());
        }
        String committed = Files.exists(file) ? Files.readString(file) : "";
        assertTrue(
                page.text().equals(committed),
                "docs/keras-ops.md is not what Ops has. Make it anew: mvn -pl autodiff test -Dtest=KerasOpsTest -Dkerata.docs=write");
    }

    @Test
    void whatIsMissingHasAReason() {
        List<String> without = page.entries().stream()
                .filter(e -> page.place(e) == null)
                .filter(e -> e.names().stream().noneMatch(KerasOpsPage.MISSING::containsKey))
                .map(KerasOpsPage.Entry::name)
                .toList();
        assertEquals(List.of(), without, "neither in Ops nor in the tables of KerasOpsPage");
    }

    @Test
    void theTablesSayNothingThatIsNotSo() {
        assertEquals(Set.of(), page.stale(), "to be taken out of the tables of KerasOpsPage, or renamed there");
    }

    @Test
    void namesBecomeJavas() {
        assertEquals("logSoftmax", KerasOpsPage.camelCase("log_softmax"));
        assertEquals("abs", KerasOpsPage.camelCase("abs"));
        assertEquals("fft2", KerasOpsPage.camelCase("fft2"));
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
