package org.kerata.layers.reshaping;

import org.kerata.layers.harness.LayerContract;

class ReshapeTest implements LayerContract {}
