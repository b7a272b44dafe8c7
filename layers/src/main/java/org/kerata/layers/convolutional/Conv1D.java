package org.kerata.layers.convolutional;

/**
 * Convolution of sequences: {@code activation(x ∗ kernel + bias)}.
 *
 * <p>Input {@code (batch, steps, channels)}, output {@code (batch, steps', filters)}. Weights: {@code kernel (kernelSize, channels /
 * groups, filters)} and, with {@code useBias}, {@code bias (filters)}. Keras: {@code keras.layers.Conv1D}.
 *
 * <p>With padding {@code "causal"} an output step sees no later input step: all zeros are added in front.
 */
public final class Conv1D extends BaseGroupedConv<Conv1D> {
    Conv1D() {
        super(1, "valid", "same", "causal");
    }

    /** With so many filters, and kernels of this length. */
    public Conv1D(int filters, int kernelSize) {
        this();
        filters(filters, kernelSize);
    }
}
