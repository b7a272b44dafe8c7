package org.kerata.layers.recurrent;

import java.util.Map;
import org.junit.jupiter.api.function.Executable;
import org.kerata.layers.harness.LayerCase;
import org.kerata.layers.harness.LayerContract;

/** The contract of layers of units. */
interface UnitsContract extends LayerContract {
    /** With other numbers dropped at each call, the loss may rise. */
    @Override
    default Map<String, Executable> checks(LayerCase c) {
        Map<String, Executable> all = LayerContract.super.checks(c);
        if (c.name().startsWith("dropout")) {
            all.remove("learns");
        }
        return all;
    }
}
