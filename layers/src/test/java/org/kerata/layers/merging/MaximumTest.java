package org.kerata.layers.merging;

import org.kerata.layers.harness.LayerContract;

class MaximumTest implements LayerContract {}
