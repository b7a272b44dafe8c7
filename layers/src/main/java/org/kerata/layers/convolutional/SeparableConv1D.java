package org.kerata.layers.convolutional;

/**
 * Convolution of each channel of sequences with kernels of its own, followed by a mix of the channels: {@code activation((x ∗ depthwise) ∗
 * pointwise + bias)}.
 *
 * <p>Input {@code (batch, steps, channels)}, output {@code (batch, steps', filters)}. Weights: {@code depthwise_kernel (kernelSize,
 * channels, depthMultiplier)}, {@code pointwise_kernel (1, channels · depthMultiplier, filters)} and, with {@code useBias}, {@code bias
 * (filters)}. Keras: {@code keras.layers.SeparableConv1D}.
 */
public final class SeparableConv1D extends BaseSeparableConv<SeparableConv1D> {
    SeparableConv1D() {
        super(1);
    }

    /** With so many filters, and kernels of this length. */
    public SeparableConv1D(int filters, int kernelSize) {
        this();
        filters(filters, kernelSize);
    }
}
