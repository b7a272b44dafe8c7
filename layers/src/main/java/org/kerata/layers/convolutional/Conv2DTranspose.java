package org.kerata.layers.convolutional;

/**
 * Transposed convolution of images, which enlarges them by the strides: {@code activation(transposed(x, kernel) + bias)}.
 *
 * <p>Input {@code (batch, height, width, channels)}, output {@code (batch, height', width', filters)}. Weights: {@code kernel
 * (kernelHeight, kernelWidth, filters, channels)} and, with {@code useBias}, {@code bias (filters)}. Keras: {@code
 * keras.layers.Conv2DTranspose}.
 */
public final class Conv2DTranspose extends BaseConvTranspose<Conv2DTranspose> {
    Conv2DTranspose() {
        super(2);
    }

    /** With so many filters, and kernels as high as wide. */
    public Conv2DTranspose(int filters, int kernelSize) {
        this(filters, new int[] {kernelSize, kernelSize});
    }

    /** With so many filters, and kernels of this height and width. */
    public Conv2DTranspose(int filters, int[] kernelSize) {
        this();
        filters(filters, kernelSize);
    }
}
