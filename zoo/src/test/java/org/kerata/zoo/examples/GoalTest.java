package org.kerata.zoo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** An example that falls short of what it promises is a process that ends with an error. */
class GoalTest {
    /** A process that reports three figures and says that it came to its end. */
    static final class Example {
        private Example() {}

        public static void main(String[] args) {
            Goal.atLeast(0.97, Double.parseDouble(args[0]), "accuracy");
            Goal.atMost(0.5, Double.parseDouble(args[1]), 3, "loss");
            System.out.println("end");
        }
    }

    @Test
    void isReportedWhenMet() throws Exception {
        String n = System.lineSeparator();
        assertEquals(
                "0: accuracy: 97.00 % (goal: at least 97.0 %)" + n + "loss: 0.500 (goal: at most 0.500)" + n + "end"
                        + n,
                run("0.97", "0.5"));
    }

    @Test
    void endsTheProcessWhenMissed() throws Exception {
        String n = System.lineSeparator();
        assertEquals("1: accuracy: 96.90 % (goal: at least 97.0 %): missed" + n, run("0.969", "0.5"));
        assertEquals(
                "1: accuracy: 99.00 % (goal: at least 97.0 %)" + n + "loss: 0.501 (goal: at most 0.500): missed" + n,
                run("0.99", "0.501"));
    }

    @Test
    void isMissedByWhatIsNoNumber() throws Exception {
        String n = System.lineSeparator();
        assertEquals("1: accuracy: NaN % (goal: at least 97.0 %): missed" + n, run("NaN", "0.5"));
        assertEquals(
                "1: accuracy: 99.00 % (goal: at least 97.0 %)" + n + "loss: NaN (goal: at most 0.500): missed" + n,
                run("0.99", "NaN"));
    }

    private static String run(String... args) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = place(Goal.class) + File.pathSeparator + place(Example.class);
        Process process = new ProcessBuilder(java, "-cp", classes, Example.class.getName(), args[0], args[1])
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + ": " + printed;
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
