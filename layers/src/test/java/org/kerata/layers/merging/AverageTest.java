package org.kerata.layers.merging;

import org.kerata.layers.harness.LayerContract;

class AverageTest implements LayerContract {}
