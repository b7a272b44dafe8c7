package org.kerata.layers.preprocessing;

import org.kerata.layers.harness.LayerContract;

class NormalizationTest implements LayerContract {}
