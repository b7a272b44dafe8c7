package org.kerata.layers.merging;

import org.kerata.layers.harness.LayerContract;

class MinimumTest implements LayerContract {}
