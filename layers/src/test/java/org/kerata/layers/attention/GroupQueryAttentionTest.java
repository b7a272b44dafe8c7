package org.kerata.layers.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class GroupQueryAttentionTest implements LayerContract {
    @Test
    void refusesHeadsThatCannotBeShared() {
        assertError(
                () -> new GroupQueryAttention(4, 6, 4),
                "GroupQueryAttention: numQueryHeads must be a multiple of numKeyValueHeads. Received: 6 and 4.");
    }

    @Test
    void standsInFilesWhereKerasHasIt() {
        GroupQueryAttention layer = new GroupQueryAttention(3, 4, 2);
        Tensor x = Tensor.of(new float[2 * 3 * 5]).reshape(2, 3, 5);
        layer.apply(x, x);
        assertEquals("grouped_query_attention", layer.name());
        assertEquals(
                List.of("_query_dense", "_key_dense", "_value_dense", "_output_dense"),
                List.copyOf(layer.parts().keySet()));
    }
}
