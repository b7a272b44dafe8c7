package org.kerata.training.callbacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.autodiff.ConfigException;
import org.kerata.training.Logs;

/** What is beyond the golden files of {@link CallbackGoldenTest}. */
class CSVLoggerTest {
    @TempDir
    private Path folder;

    private static Logs logs(double loss) {
        Logs l = new Logs();
        l.put("loss", loss);
        return l;
    }

    @Test
    void eachEpochStandsInTheFileAtOnce() throws IOException {
        Path file = folder.resolve("log.csv");
        CSVLogger c = new CSVLogger(file);
        c.onTrainBegin(new Logs());
        c.onEpochEnd(0, logs(0.5));
        assertEquals("epoch,loss,val_loss\r\n0,0.5,NA\r\n", Files.readString(file));
        c.onEpochEnd(1, logs(Double.NaN));
        assertEquals("epoch,loss,val_loss\r\n0,0.5,NA\r\n1,nan,NA\r\n", Files.readString(file));
        // Training that was killed calls no onTrainEnd.
        c.append(true).onTrainBegin(new Logs());
        c.onEpochEnd(2, logs(0.25));
        c.onTrainEnd(new Logs());
        assertEquals("epoch,loss,val_loss\r\n0,0.5,NA\r\n1,nan,NA\r\n2,0.25,NA\r\n", Files.readString(file));
    }

    @Test
    void whatCannotBeWrittenIsNamed() {
        assertEquals(
                "CSVLogger: \"" + folder + "\" cannot be written.",
                assertThrows(UncheckedIOException.class, () -> new CSVLogger(folder).onTrainBegin(new Logs()))
                        .getMessage());
        assertEquals(
                "CSVLogger: separator must be a single character. Received: \"::\".",
                assertThrows(ConfigException.class, () -> new CSVLogger("x.csv").separator("::"))
                        .getMessage());
    }
}
