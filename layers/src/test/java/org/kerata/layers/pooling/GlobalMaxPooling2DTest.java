package org.kerata.layers.pooling;

import org.kerata.layers.harness.LayerContract;

class GlobalMaxPooling2DTest implements LayerContract {}
