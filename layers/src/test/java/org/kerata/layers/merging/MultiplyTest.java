package org.kerata.layers.merging;

import org.kerata.layers.harness.LayerContract;

class MultiplyTest implements LayerContract {}
