package org.kerata.layers.recurrent;

import org.kerata.layers.harness.LayerContract;

class TimeDistributedTest implements LayerContract {}
