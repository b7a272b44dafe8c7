package org.kerata.layers.convolutional;

/**
 * Convolution of images: {@code activation(x ∗ kernel + bias)}.
 *
 * <p>Input {@code (batch, height, width, channels)}, output {@code (batch, height', width', filters)}. Weights: {@code kernel
 * (kernelHeight, kernelWidth, channels / groups, filters)} and, with {@code useBias}, {@code bias (filters)}. Keras: {@code
 * keras.layers.Conv2D}.
 */
public final class Conv2D extends BaseGroupedConv<Conv2D> {
    Conv2D() {
        super(2, "valid", "same");
    }

    /** With so many filters, and kernels as high as wide. */
    public Conv2D(int filters, int kernelSize) {
        this(filters, new int[] {kernelSize, kernelSize});
    }

    /** With so many filters, and kernels of this height and width. */
    public Conv2D(int filters, int[] kernelSize) {
        this();
        filters(filters, kernelSize);
    }
}
