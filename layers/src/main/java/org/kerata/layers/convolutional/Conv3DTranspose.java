package org.kerata.layers.convolutional;

/**
 * Transposed convolution of volumes, which enlarges them by the strides: {@code activation(transposed(x, kernel) + bias)}.
 *
 * <p>Input {@code (batch, depth, height, width, channels)}, output {@code (batch, depth', height', width', filters)}. Weights: {@code
 * kernel (kernelDepth, kernelHeight, kernelWidth, filters, channels)} and, with {@code useBias}, {@code bias (filters)}. Keras: {@code
 * keras.layers.Conv3DTranspose}.
 */
public final class Conv3DTranspose extends BaseConvTranspose<Conv3DTranspose> {
    Conv3DTranspose() {
        super(3);
    }

    /** With so many filters, and kernels as deep as high and wide. */
    public Conv3DTranspose(int filters, int kernelSize) {
        this(filters, new int[] {kernelSize, kernelSize, kernelSize});
    }

    /** With so many filters, and kernels of this depth, height and width. */
    public Conv3DTranspose(int filters, int[] kernelSize) {
        this();
        filters(filters, kernelSize);
    }
}
