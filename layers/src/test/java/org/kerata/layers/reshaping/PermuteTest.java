package org.kerata.layers.reshaping;

import org.kerata.layers.harness.LayerContract;

class PermuteTest implements LayerContract {}
