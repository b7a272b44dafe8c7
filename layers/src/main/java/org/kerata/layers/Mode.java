package org.kerata.layers;

/** What a network is called for: layers such as Dropout and BatchNormalization do different things. */
public enum Mode {
    /** Training: units are dropped, batch statistics are used and moving ones updated. */
    TRAINING,
    /** Everything else: evaluation and prediction. */
    INFERENCE
}
