package org.kerata.layers.pooling;

import org.kerata.layers.harness.LayerContract;

class GlobalAveragePooling2DTest implements LayerContract {}
