package org.kerata.layers.preprocessing;

import org.kerata.layers.harness.LayerContract;

class RescalingTest implements LayerContract {}
