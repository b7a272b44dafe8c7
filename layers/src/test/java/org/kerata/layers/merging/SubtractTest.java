package org.kerata.layers.merging;

import org.kerata.layers.harness.LayerContract;

class SubtractTest implements LayerContract {}
