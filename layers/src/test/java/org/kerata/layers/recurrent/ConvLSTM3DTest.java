package org.kerata.layers.recurrent;

class ConvLSTM3DTest implements UnitsContract {}
