package org.kerata.layers.normalization;

import org.kerata.layers.harness.LayerContract;

class RMSNormalizationTest implements LayerContract {}
