package org.kerata.layers.recurrent;

import java.util.stream.Stream;
import org.kerata.layers.harness.LayerCase;
import org.kerata.layers.harness.LayerContract;

class GRUTest implements UnitsContract {
    @Override
    public Stream<LayerCase> cases() {
        return Stream.concat(LayerContract.golden("gru"), LayerContract.golden("gru_reset_before"));
    }
}
