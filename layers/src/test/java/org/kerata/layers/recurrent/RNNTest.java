package org.kerata.layers.recurrent;

import org.kerata.layers.harness.LayerContract;

class RNNTest implements LayerContract {}
