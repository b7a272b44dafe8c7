package org.kerata.layers;

/** A layer that has no inputs: where a model's graph begins. */
public interface InputSource {}
