package org.kerata.layers.pooling;

import org.kerata.layers.harness.LayerContract;

class MaxPooling2DTest implements LayerContract {}
