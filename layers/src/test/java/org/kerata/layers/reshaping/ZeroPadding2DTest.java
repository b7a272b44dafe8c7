package org.kerata.layers.reshaping;

import org.kerata.layers.harness.LayerContract;

class ZeroPadding2DTest implements LayerContract {}
