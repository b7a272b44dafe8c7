package org.kerata.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Java and Kotlin in the pages for users are pieces of the sources of a test package, between {@code // <its name>} and {@code // end}, so
 * that they compile, and the tests of that package run them.
 */
class PagesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?:java|kotlin)\\R(.*?)^```$");
    private static final Pattern XML = Pattern.compile("(?ms)^```xml\\R(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]+)(?:#[^)]*)?\\)");

    @ParameterizedTest
    @CsvSource({"README.md, readme", "docs/guide.md, guide"})
    void everyBlockOfCodeIsTested(String page, String tests) {
        Pattern piece = Pattern.compile("(?ms)^ *// " + tests + "\\R(.*?)^ *// end$");
        Set<String> tested = new TreeSet<>();
        for (String language : List.of("java", "kotlin")) {
            for (Path source : sources(Path.of("src", "test", language, "org", "kerata", "zoo", tests))) {
                tested.addAll(all(piece, source));
            }
        }
        assertFalse(tested.isEmpty());
        assertEquals(String.join("\n", tested), String.join("\n", new TreeSet<>(all(BLOCK, ROOT.resolve(page)))));
    }

    /** What pages have in XML stands in the POM of the application that a check outside of this build builds and runs. */
    @ParameterizedTest
    @CsvSource({"README.md", "docs/guide.md"})
    void dependenciesAreThoseOfTheApplication(String page) {
        String pom = read(ROOT.resolve("consumers/maven/pom.xml")).replaceAll("\\s+", " ");
        for (String xml : all(XML, ROOT.resolve(page))) {
            assertTrue(pom.contains(xml.strip().replaceAll("\\s+", " ")), xml);
        }
    }

    @ParameterizedTest
    @CsvSource({"README.md", "docs/guide.md"})
    void linksLeadSomewhere(String page) {
        Path file = ROOT.resolve(page);
        for (String link : all(LINK, file)) {
            assertTrue(Files.exists(file.resolveSibling(link)), link);
        }
    }

    private static List<Path> sources(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> all(Pattern pattern, Path file) {
        List<String> found = new ArrayList<>();
        Matcher m = pattern.matcher(read(file));
        while (m.find()) {
            found.add(m.group(1).stripTrailing().stripIndent());
        }
        return found;
    }
}
