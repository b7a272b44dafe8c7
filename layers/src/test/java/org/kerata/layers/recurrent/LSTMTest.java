package org.kerata.layers.recurrent;

class LSTMTest implements UnitsContract {}
