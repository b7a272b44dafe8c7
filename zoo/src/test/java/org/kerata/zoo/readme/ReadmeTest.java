package org.kerata.zoo.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Java and Kotlin in the README are pieces of the sources of this package, between {@code // README} and {@code // end}, so that they
 * compile, and {@link SnippetsTest} and its Kotlin twin run them.
 */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?:java|kotlin)\\R(.*?)^```$");
    private static final Pattern PIECE = Pattern.compile("(?ms)^ *// README\\R(.*?)^ *// end$");

    @Test
    void everyBlockOfCodeIsTested() {
        Set<String> tested = new TreeSet<>();
        for (String language : List.of("java", "kotlin")) {
            for (Path source : sources(Path.of("src", "test", language, "org", "kerata", "zoo", "readme"))) {
                tested.addAll(all(PIECE, source));
            }
        }
        assertEquals(String.join("\n", tested), String.join("\n", new TreeSet<>(all(BLOCK, README))));
    }

    private static List<Path> sources(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> all(Pattern pattern, Path file) {
        List<String> found = new ArrayList<>();
        try {
            Matcher m = pattern.matcher(Files.readString(file));
            while (m.find()) {
                found.add(m.group(1).stripTrailing().stripIndent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
