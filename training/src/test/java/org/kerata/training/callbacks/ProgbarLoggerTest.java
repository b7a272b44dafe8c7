package org.kerata.training.callbacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kerata.training.Logs;

class ProgbarLoggerTest {
    private static final long SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long now = 5 * SECOND;

    private ProgbarLogger logger(boolean live, int verbose, int epochs, long steps) {
        ProgbarLogger p = new ProgbarLogger(new PrintStream(bytes, true, StandardCharsets.UTF_8), live, () -> now);
        p.setParams(new Callback.Params(verbose, epochs, steps));
        return p;
    }

    private static Logs logs(double loss, double accuracy) {
        Map<String, Double> m = new LinkedHashMap<>();
        m.put("loss", loss);
        m.put("accuracy", accuracy);
        return Logs.of(m);
    }

    private String output() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void epoch(ProgbarLogger p, int epoch, int steps) {
        p.onEpochBegin(epoch, new Logs());
        for (int i = 0; i < steps; i++) {
            now += 10_000_000;
            p.onTrainBatchEnd(i, logs(0.5, 0.25));
        }
        Logs last = logs(0.5, 0.0005);
        last.put("val_loss", 1.5);
        p.onEpochEnd(epoch, last);
    }

    @Test
    void oneLineForEachEpoch() {
        ProgbarLogger p = logger(false, 2, 2, 12);
        p.onTrainBegin(new Logs());
        epoch(p, 0, 12);
        epoch(p, 1, 12);
        assertEquals(
                "Epoch 1/2\n12/12 - 0s - 10ms/step - accuracy: 5.0000e-04 - loss: 0.5000 - val_loss: 1.5000\n"
                        + "Epoch 2/2\n12/12 - 0s - 10ms/step - accuracy: 5.0000e-04 - loss: 0.5000 - val_loss: 1.5000\n",
                output());
    }

    @Test
    void theBarEndsFullAndCountsFromTheFirstStepThatIsWarm() {
        ProgressLine line = new ProgressLine(200, false, 0);
        line.stepped(1, 3 * SECOND);
        assertEquals(
                " 50/200 ━━━━━                30s 204ms/step - loss: 1.0000",
                line.bar(50, Logs.of(Map.of("loss", 1.0)), false, 13 * SECOND));
        assertEquals(
                "200/200 ━━━━━━━━━━━━━━━━━━━━ 43s 201ms/step - loss: 2.0000",
                line.bar(200, Logs.of(Map.of("loss", 2.0)), true, 43 * SECOND));
        ProgressLine slow = new ProgressLine(10_000, false, 0);
        slow.stepped(1, 0);
        assertTrue(slow.bar(1001, new Logs(), false, 2000 * SECOND).contains(" 4:59:58 2s/step"));
        assertEquals(
                "      7/Unknown 7s 1s/step", new ProgressLine(-1, false, 0).bar(7, new Logs(), false, 7 * SECOND));
    }

    @Test
    void coloursAreKerass() {
        String bar = new ProgressLine(4, true, 0).bar(1, new Logs(), false, SECOND);
        assertEquals(
                "\u001b[1m1/4\u001b[0m \u001b[32m━━━━━\u001b[0m\u001b[37m━━━━━━━━━━━━━━━\u001b[0m \u001b[1m3s\u001b[0m 1s/step",
                bar);
    }

    @Test
    void aLiveBarIsRedrawnInPlaceAndEndsWithANewLine() {
        ProgbarLogger p = logger(true, 1, 1, 3);
        p.onTrainBegin(new Logs());
        epoch(p, 0, 3);
        String out = output();
        assertEquals(1, out.chars().filter(c -> c == '\n').count());
        assertTrue(out.endsWith("\n"));
        String last = out.substring(out.lastIndexOf('\r') + 1);
        assertTrue(last.startsWith("\u001b[1m3/3\u001b[0m \u001b[32m" + "━".repeat(20)), last);
        assertTrue(last.contains("val_loss: 1.5000"), last);
    }

    @Test
    void validationWithinFitIsSilentAndEvaluateIsNot() {
        ProgbarLogger p = logger(false, 2, 1, 1);
        p.onTrainBegin(new Logs());
        p.onEpochBegin(0, new Logs());
        p.onTestBegin(new Logs());
        p.onTestBatchEnd(0, logs(1, 1));
        p.onTestEnd(logs(1, 1));
        assertEquals("", output());
        p.onEpochEnd(0, logs(1, 1));
        p.onTrainEnd(new Logs());
        bytes.reset();
        p.onTestBegin(new Logs());
        p.onTestBatchEnd(0, logs(1, 1));
        p.onTestEnd(logs(1, 1));
        assertEquals("1/1 - 0s - 0s/step - accuracy: 1.0000 - loss: 1.0000\n", output());
    }
}
