package org.kerata.autodiff.ops;

/** What happens at the borders of convolutions and pooling. */
public enum Padding {
    /** Windows lie inside the input. */
    VALID,
    /**
     * There are as many windows as steps of the stride fit into the input; what they lack is padded in halves, the larger half at the end,
     * as TensorFlow does.
     */
    SAME
}
