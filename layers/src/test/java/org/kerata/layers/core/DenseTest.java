package org.kerata.layers.core;

import org.kerata.layers.harness.LayerContract;

class DenseTest implements LayerContract {}
