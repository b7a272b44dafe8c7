package org.kerata.zoo.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.Dense;
import org.kerata.serialization.Registry;
import org.kerata.training.Compile;
import org.kerata.training.Fit;
import org.kerata.training.losses.Loss;

/** What the guide says of one's own layers, losses and metrics, in files too. */
class OwnPartsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void seed() {
        Kerata.setRandomSeed(1);
    }

    @Test
    void lossAndMetric() {
        Tensor x = Ops.ones(64, 3);
        Tensor y = Ops.ones(64, 1);
        Model model = new Sequential(new Input(3), new Scale().start(2), new Dense(1));
        // guide
        Loss pinball = Loss.of("pinball", (labels, predicted) -> {
            Tensor error = labels.minus(predicted);
            return Ops.maximum(error.times(0.9), error.times(-0.1)).mean(-1);
        });
        model.compile(new Compile().optimizer("adam").loss(pinball).metrics(new NegativeRate()));
        // end
        double rate = model.fit(x, y, new Fit().epochs(1).verbose(0)).get("negative_rate")[0];
        assertTrue(rate >= 0 && rate <= 1, "rate " + rate);
    }

    @Test
    void inFiles() {
        Model model = new Sequential(new Input(3), new Scale().start(2), new Dense(1));
        Path file = folder.resolve("scaled.keras");
        ConfigException unknown = assertThrows(ConfigException.class, () -> model.save(file));
        assertTrue(String.valueOf(unknown.getMessage()).contains("Scale"), unknown.getMessage());
        // guide
        try (var names = Registry.scope().register("acme>Scale", Scale::new)) { // Registry.register: for good
            model.save(file);
            Model again = Model.load(file);
        }
        // end
        try (var names = Registry.scope().register("acme>Scale", Scale::new)) {
            Tensor x = Ops.ones(2, 3);
            assertEquals(
                    model.predict(x).toString(), Model.load(file).predict(x).toString());
            assertTrue(model.toJson().contains("\"acme>Scale\""), model.toJson());
        }
        ConfigException e = assertThrows(ConfigException.class, () -> Model.load(file));
        assertTrue(String.valueOf(e.getMessage()).contains("acme>Scale"), e.getMessage());
    }
}
