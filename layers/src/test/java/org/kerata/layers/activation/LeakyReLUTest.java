package org.kerata.layers.activation;

import org.kerata.layers.harness.LayerContract;

class LeakyReLUTest implements LayerContract {}
