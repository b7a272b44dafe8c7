package org.kerata.layers.convolutional;

import org.kerata.layers.harness.LayerContract;

class SeparableConv2DTest implements LayerContract {}
