package org.kerata.layers.recurrent;

import java.util.Map;
import org.junit.jupiter.api.function.Executable;
import org.kerata.layers.harness.LayerCase;
import org.kerata.layers.harness.LayerContract;

class StackedRNNCellsTest implements LayerContract {
    /** A cell is not applied to its first input alone. */
    @Override
    public Map<String, Executable> checks(LayerCase c) {
        Map<String, Executable> all = LayerContract.super.checks(c);
        all.remove("learns");
        return all;
    }
}
