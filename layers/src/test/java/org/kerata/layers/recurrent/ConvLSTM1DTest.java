package org.kerata.layers.recurrent;

class ConvLSTM1DTest implements UnitsContract {}
