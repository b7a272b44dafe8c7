package org.kerata.layers.merging;

import org.kerata.layers.harness.LayerContract;

class AddTest implements LayerContract {}
