package org.kerata.layers.recurrent;

class SimpleRNNTest implements UnitsContract {}
