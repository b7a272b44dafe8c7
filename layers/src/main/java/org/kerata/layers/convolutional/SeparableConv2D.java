package org.kerata.layers.convolutional;

/**
 * Convolution of each channel of images with kernels of its own, followed by a mix of the channels: {@code activation((x ∗ depthwise) ∗
 * pointwise + bias)}.
 *
 * <p>Input {@code (batch, height, width, channels)}, output {@code (batch, height', width', filters)}. Weights: {@code depthwise_kernel
 * (kernelHeight, kernelWidth, channels, depthMultiplier)}, {@code pointwise_kernel (1, 1, channels · depthMultiplier, filters)} and, with
 * {@code useBias}, {@code bias (filters)}. Keras: {@code keras.layers.SeparableConv2D}.
 */
public final class SeparableConv2D extends BaseSeparableConv<SeparableConv2D> {
    SeparableConv2D() {
        super(2);
    }

    /** With so many filters, and kernels as high as wide. */
    public SeparableConv2D(int filters, int kernelSize) {
        this(filters, new int[] {kernelSize, kernelSize});
    }

    /** With so many filters, and kernels of this height and width. */
    public SeparableConv2D(int filters, int[] kernelSize) {
        this();
        filters(filters, kernelSize);
    }
}
