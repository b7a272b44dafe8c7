package org.kerata.layers.reshaping;

import org.kerata.layers.harness.LayerContract;

class FlattenTest implements LayerContract {}
