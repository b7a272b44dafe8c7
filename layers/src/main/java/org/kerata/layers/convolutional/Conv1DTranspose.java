package org.kerata.layers.convolutional;

/**
 * Transposed convolution of sequences, which enlarges them by the strides: {@code activation(transposed(x, kernel) + bias)}.
 *
 * <p>Input {@code (batch, steps, channels)}, output {@code (batch, steps', filters)}. Weights: {@code kernel (kernelSize, filters,
 * channels)} and, with {@code useBias}, {@code bias (filters)}. Keras: {@code keras.layers.Conv1DTranspose}.
 */
public final class Conv1DTranspose extends BaseConvTranspose<Conv1DTranspose> {
    Conv1DTranspose() {
        super(1);
    }

    /** With so many filters, and kernels of this length. */
    public Conv1DTranspose(int filters, int kernelSize) {
        this();
        filters(filters, kernelSize);
    }
}
