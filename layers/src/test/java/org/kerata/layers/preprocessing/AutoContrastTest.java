package org.kerata.layers.preprocessing;

import org.kerata.layers.harness.LayerContract;

class AutoContrastTest implements LayerContract {}
