package org.kerata.layers.pooling;

import org.kerata.layers.harness.LayerContract;

class AveragePooling2DTest implements LayerContract {}
