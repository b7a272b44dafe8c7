package org.kerata.layers.normalization;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.layers.harness.LayerContract;

class GroupNormalizationTest implements LayerContract {
    @Test
    void refusesGroupsOfUnequalSize() {
        assertError(
                () -> new GroupNormalization(4).apply(Ops.ones(2, 3, 6)),
                "Layer \"group_normalization\" (GroupNormalization): groups must divide the number of channels, 6."
                        + " Received: 4.");
        assertError(
                () -> new GroupNormalization(0),
                "GroupNormalization: groups must be at least 1, or -1 for as many as channels. Received: 0.");
    }
}
