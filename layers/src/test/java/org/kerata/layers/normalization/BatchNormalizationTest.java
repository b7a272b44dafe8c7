package org.kerata.layers.normalization;

import org.kerata.layers.harness.LayerContract;

class BatchNormalizationTest implements LayerContract {}
