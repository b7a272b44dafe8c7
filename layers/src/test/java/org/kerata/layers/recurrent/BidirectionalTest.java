package org.kerata.layers.recurrent;

import org.kerata.layers.harness.LayerContract;

class BidirectionalTest implements LayerContract {}
