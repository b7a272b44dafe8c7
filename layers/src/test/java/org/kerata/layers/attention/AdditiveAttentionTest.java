package org.kerata.layers.attention;

import org.kerata.layers.harness.LayerContract;

class AdditiveAttentionTest implements LayerContract {}
