package org.kerata.layers.convolutional;

import org.kerata.layers.harness.LayerContract;

class DepthwiseConv2DTest implements LayerContract {}
