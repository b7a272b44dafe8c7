package org.kerata.layers.preprocessing;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.layers.Mode;

class MixUpTest implements MixContract<MixUp> {
    @Override
    public MixUp layer() {
        return new MixUp(0.5).seed(1);
    }

    @Override
    public double nearness() {
        return 1e-3;
    }

    @Test
    void saysWhatItTakes() {
        assertError(() -> new MixUp(0), "MixUp: alpha must be above 0. Received: 0.0.");
        assertError(
                () -> new MixUp().applyAll(List.of(Ops.ones(2, 4, 4, 1), Ops.ones(2)), Mode.TRAINING),
                "Layer \"mix_up\" (MixUp): It takes images (batch, height, width, channels) and perhaps labels (batch, classes)."
                        + " Received: shapes [(2, 4, 4, 1), (2,)].");
    }
}
