package org.kerata.layers.attention;

import org.junit.jupiter.api.Test;
import org.kerata.layers.harness.LayerContract;

class GroupQueryAttentionTest implements LayerContract {
    @Test
    void refusesHeadsThatCannotBeShared() {
        assertError(
                () -> new GroupQueryAttention(4, 6, 4),
                "GroupQueryAttention: numQueryHeads must be a multiple of numKeyValueHeads. Received: 6 and 4.");
    }
}
