package org.kerata.layers.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.kerata.layers.harness.LayerContract;

class ELUTest implements LayerContract {
    @Test
    void aNullInAConfigMeansTheDefault() {
        ELU elu = new ELU();
        elu.configure(Collections.singletonMap("alpha", null));
        assertEquals(1.0, elu.config().get("alpha"));
    }
}
