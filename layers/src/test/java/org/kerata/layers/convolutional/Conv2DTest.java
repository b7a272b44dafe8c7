package org.kerata.layers.convolutional;

import org.kerata.layers.harness.LayerContract;

class Conv2DTest implements LayerContract {}
