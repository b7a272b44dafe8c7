package org.kerata.layers.activation;

import org.kerata.layers.harness.LayerContract;

class ReLUTest implements LayerContract {}
