package org.kerata.layers.regularization;

import org.kerata.layers.harness.LayerContract;

class DropoutTest implements LayerContract {}
